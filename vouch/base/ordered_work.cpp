#include "vouch/base/ordered_work.hpp"

#include <thread>
#include <utility>

namespace vouch {

OrderedWork::OrderedWork(std::size_t parts, unsigned threads, const Step& make, const Step& take)
    : parts_(parts), make_(make), take_(take), ready_(slots_for(threads)) {}

Result<void> OrderedWork::run(std::size_t parts, unsigned threads, const Step& make,
                              const Step& take) {
  if (threads == 0) threads = 1;
  OrderedWork work(parts, threads, make, take);
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < threads && i < parts; ++i)
    helpers.emplace_back([&work] { work.work(); });
  work.work();
  for (std::thread& helper : helpers) helper.join();
  if (work.error_) return std::move(*work.error_);
  return {};
}

// Parts are handed out in their order, so that all before one that failed are made, too, and the
// earliest error is always the same.
void OrderedWork::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    room_.wait(lock, [&] { return error_ || next_ >= parts_ || next_ < taken_ + ready_.size(); });
    if (error_ || next_ >= parts_) return;
    const std::size_t part = next_++;
    lock.unlock();
    auto made = make_(part, part % ready_.size());
    lock.lock();
    if (!made.ok()) {
      stop(part, std::move(made).error());
      return;
    }
    ready_[part % ready_.size()] = true;
    take_what_is_ready(lock);
  }
}

void OrderedWork::take_what_is_ready(std::unique_lock<std::mutex>& lock) {
  if (taking_) return;
  taking_ = true;
  while (taken_ < parts_ && ready_[taken_ % ready_.size()]) {
    const std::size_t part = taken_;
    if (error_ && failed_part_ <= part) break;
    lock.unlock();
    auto took = take_(part, part % ready_.size());
    lock.lock();
    if (!took.ok()) stop(part, std::move(took).error());
    ready_[part % ready_.size()] = false;
    ++taken_;
    room_.notify_all();
  }
  taking_ = false;
}

void OrderedWork::stop(std::size_t part, Error error) {
  if (error_ && failed_part_ < part) return;
  failed_part_ = part;
  error_ = std::move(error);
  room_.notify_all();
}

}  // namespace vouch
