// LoopThread: an event loop in a thread of its own, so that a test may block on the other side.
#pragma once

#include <future>
#include <thread>

#include "net/event_loop.hpp"

namespace vouch::net::test {

class LoopThread {
 public:
  LoopThread() : thread_([this] { loop_.run_until_stopped(); }) {}
  ~LoopThread() {
    loop_.stop();
    thread_.join();
  }

  EventLoop& loop() { return loop_; }

  /// Calls it in the loop's thread and waits for what it returns.
  template <typename Function>
  auto call(Function function) {
    std::packaged_task<decltype(function())()> task(std::move(function));
    auto result = task.get_future();
    loop_.post([&task] { task(); });
    return result.get();
  }

 private:
  EventLoop loop_;
  std::thread thread_;
};

}  // namespace vouch::net::test
