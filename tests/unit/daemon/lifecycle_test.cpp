#include "daemon/lifecycle.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

namespace vouch::daemon {
namespace {

TEST(Lifecycle, reloads_and_stops_when_the_system_asks) {
  net::EventLoop loop;
  std::string seen;
  Lifecycle lifecycle(loop, {[&] {
                               seen += "stop ";
                               loop.stop();
                             },
                             [&] {
                               seen += "reload ";
                               ::raise(seen == "reload " ? SIGHUP : SIGTERM);
                             }});
  loop.post([] { ::raise(SIGHUP); });
  loop.run_until_stopped();
  EXPECT_EQ(seen, "reload reload stop ");
  EXPECT_TRUE(lifecycle.is_stopping());
}

TEST(Lifecycle, stops_at_once_when_asked_twice) {
  net::EventLoop loop;
  int stops = 0;
  Lifecycle lifecycle(loop, {[&] {
                               ++stops;  // and goes on with something long
                               ::raise(SIGINT);
                             },
                             [] {}});
  loop.post([] { ::raise(SIGTERM); });
  loop.run_until_stopped();
  EXPECT_EQ(stops, 1);
}

TEST(Lifecycle, does_not_reload_while_it_stops) {
  net::EventLoop loop;
  int reloads = 0;
  Lifecycle lifecycle(loop, {[&] {
                               ::raise(SIGHUP);
                               loop.post([&] { loop.post([&] { loop.stop(); }); });
                             },
                             [&] { ++reloads; }});
  loop.post([] { ::raise(SIGTERM); });
  loop.run_until_stopped();
  EXPECT_EQ(reloads, 0);
}

TEST(Lifecycle, may_end_in_its_own_callback) {
  net::EventLoop loop;
  std::unique_ptr<Lifecycle> lifecycle;
  bool stopped = false;
  lifecycle = std::make_unique<Lifecycle>(loop, Lifecycle::Callbacks{[&] {
                                                                       lifecycle.reset();
                                                                       stopped = true;
                                                                       loop.stop();
                                                                     },
                                                                     [] {}});
  loop.post([] { ::raise(SIGTERM); });
  loop.run_until_stopped();
  EXPECT_TRUE(stopped);
}

TEST(Lifecycle, ignores_broken_pipes) {
  net::EventLoop loop;
  const Lifecycle lifecycle(loop, {[] {}, [] {}});
  ::raise(SIGPIPE);
  SUCCEED();
}

TEST(Systemd, is_told_where_it_listens) {
  ::unsetenv("NOTIFY_SOCKET");
  EXPECT_FALSE(tell_systemd("READY=1"));

  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = "/tmp/vouch-notify-" + std::to_string(::getpid());
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  EXPECT_TRUE(tell_systemd("READY=1"));
  char told[32] = {};
  EXPECT_EQ(::recv(descriptor, told, sizeof told, MSG_DONTWAIT), 7);
  EXPECT_STREQ(told, "READY=1");
  ::close(descriptor);
  ::unlink(path.c_str());
  EXPECT_FALSE(tell_systemd("READY=1"));
  ::unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace vouch::daemon
