// ContextPool: initialised contexts of one key, lent to one thread at a time. Private to
// vouch/crypto.
//
// Initialising a context looks its algorithm up again and costs a fourth of an ECDSA signature; a
// lent context is ready. The pool belongs to its key and not to the threads, so that nothing of a
// private key outlives it.
#pragma once

#include <mutex>
#include <vector>

namespace vouch::openssl {

template <typename Context>
class ContextPool {
 public:
  /// A context of the pool, or an empty pointer where all are lent: the borrower then makes one.
  Context take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return {};
    Context context = std::move(idle_.back());
    idle_.pop_back();
    return context;
  }

  void give_back(Context context) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(context));
  }

 private:
  std::mutex mutex_;
  std::vector<Context> idle_;
};

}  // namespace vouch::openssl
