// EventLoop: one thread's sockets, timers and signals, on epoll through Asio.
//
// A program has one loop for each worker thread; what belongs to a loop (servers, clients, timers)
// is touched in its thread only. The one way in from elsewhere is post(), and stop().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace asio {
class io_context;
}

namespace vouch::net {

class EventLoop {
 public:
  using Task = std::function<void()>;

  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Runs tasks in the calling thread until stop(), or until nothing is left to wait for.
  void run();
  /// Runs until stop() even when there is nothing to wait for yet.
  void run_until_stopped();

  /// Ends run() soon, or at once if it is called later; what is waiting stays and is not called.
  /// Any thread.
  void stop();

  /// Calls the task in the loop's thread, after what was posted before. Any thread.
  void post(Task task);

  /// A timer that has not come due; destroying or cancelling it takes it back. In the loop's
  /// thread; the loop must outlive it.
  class Timer {
   public:
    Timer();
    Timer(Timer&&) noexcept;
    Timer& operator=(Timer&&) noexcept;
    ~Timer();
    void cancel();
    bool waiting() const;

   private:
    friend class EventLoop;
    struct State;
    std::shared_ptr<State> state_;
  };

  /// Calls the task once, `ms` milliseconds from now. In the loop's thread, or before run().
  [[nodiscard]] Timer call_after(std::uint64_t ms, Task task);

  /// Calls the task for each arrival of the signal (SIGTERM, SIGHUP, ...), which then has no other
  /// effect. Like a server, the watch keeps run() from returning until stop(). One loop of the
  /// program at most watches a signal.
  void on_signal(int signal, Task task);

  /// Asio's part, for the sockets of this folder.
  asio::io_context& context();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch::net
