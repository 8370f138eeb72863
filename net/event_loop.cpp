#include "net/event_loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <list>

namespace vouch::net {
namespace {

struct SignalWatch {
  SignalWatch(asio::io_context& context, int signal, EventLoop::Task called)
      : signals(context, signal), task(std::move(called)) {}

  asio::signal_set signals;
  EventLoop::Task task;
};

void wait_for_signal(SignalWatch& watch) {
  watch.signals.async_wait([&watch](const asio::error_code& error, int) {
    if (error) return;
    watch.task();
    wait_for_signal(watch);
  });
}

}  // namespace

struct EventLoop::State {
  asio::io_context context{1};
  std::list<SignalWatch> signals;  ///< watches do not move
};

struct EventLoop::Timer::State {
  explicit State(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  bool waiting = true;
};

EventLoop::EventLoop() : state_(std::make_unique<State>()) {}
EventLoop::~EventLoop() = default;

// Restarted afterwards and not before, so that a stop() that came before run() is not lost.
void EventLoop::run() {
  state_->context.run();
  state_->context.restart();
}

void EventLoop::run_until_stopped() {
  const auto work = asio::make_work_guard(state_->context);
  run();
}

void EventLoop::stop() { state_->context.stop(); }

void EventLoop::post(Task task) { asio::post(state_->context, std::move(task)); }

EventLoop::Timer EventLoop::call_after(std::uint64_t ms, Task task) {
  Timer timer;
  timer.state_ = std::make_shared<Timer::State>(state_->context);
  timer.state_->timer.expires_after(std::chrono::milliseconds(ms));
  timer.state_->timer.async_wait(
      [state = timer.state_, task = std::move(task)](const asio::error_code& error) {
        // A timer that came due in the same round in which it was cancelled is called without an
        // error.
        if (error || !state->waiting) return;
        state->waiting = false;
        task();
      });
  return timer;
}

void EventLoop::on_signal(int signal, Task task) {
  state_->signals.emplace_back(state_->context, signal, std::move(task));
  wait_for_signal(state_->signals.back());
}

asio::io_context& EventLoop::context() { return state_->context; }

EventLoop::Timer::Timer() = default;
EventLoop::Timer::Timer(Timer&&) noexcept = default;
EventLoop::Timer& EventLoop::Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    state_ = std::move(other.state_);
  }
  return *this;
}
EventLoop::Timer::~Timer() { cancel(); }

void EventLoop::Timer::cancel() {
  if (!state_) return;
  if (state_->waiting) {
    state_->waiting = false;
    state_->timer.cancel();
  }
  state_.reset();
}

bool EventLoop::Timer::waiting() const { return state_ && state_->waiting; }

}  // namespace vouch::net
