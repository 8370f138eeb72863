#include "daemon/lifecycle.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace vouch::daemon {

struct Lifecycle::State {
  net::EventLoop& loop;
  Callbacks callbacks;
  bool stopping = false;
  bool alive = true;

  void stop() {
    if (!alive) return;
    if (stopping) return loop.stop();
    stopping = true;
    tell_systemd("STOPPING=1");
    const auto called = callbacks.stop;  // which may end the Lifecycle
    called();
  }

  void reload() {
    if (!alive || stopping) return;
    const auto called = callbacks.reload;
    called();
  }
};

Lifecycle::Lifecycle(net::EventLoop& loop, Callbacks callbacks)
    : state_(std::make_shared<State>(State{loop, std::move(callbacks)})) {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int signal : {SIGTERM, SIGINT}) {
    loop.on_signal(signal, [state = state_] { state->stop(); });
  }
  loop.on_signal(SIGHUP, [state = state_] { state->reload(); });
}

Lifecycle::~Lifecycle() {
  state_->alive = false;
  state_->callbacks = {};
}

bool Lifecycle::is_stopping() const { return state_->stopping; }

bool tell_systemd(std::string_view state) {
  const char* const path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (path == nullptr || *path == '\0' || std::strlen(path) >= sizeof address.sun_path)
    return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path, std::strlen(path));
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract name
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const ssize_t sent = ::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address), size);
  ::close(descriptor);
  return sent == static_cast<ssize_t>(state.size());
}

}  // namespace vouch::daemon
