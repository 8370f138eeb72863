// Walk: from the servers of the root down to those that answer a question, referral by referral
// (RFC 1034 section 5.3.3), for +trace and for proofs that no resolver is needed for.
//
// Bounded in referrals, servers and nested look-ups of name servers. Validates nothing.
#pragma once

#include <functional>

#include "dig/exchange.hpp"

namespace vouch::dig {

class Walk {
 public:
  /// Called with each reply that leads on, and with the last.
  using OnStep = std::function<void(const Exchange&)>;

  Walk(const Request& request, std::vector<Server> root)
      : request_(request), root_(std::move(root)) {}

  /// Errors: as exchange(); limit_reached.
  Result<Exchange> ask(const Question& question, const OnStep& on_step = {});

 private:
  std::vector<Server> servers_of(const Exchange& referral, const Name& cut, const Name& zone);
  std::vector<Server> addresses_of(const Name& name);

  const Request& request_;
  std::vector<Server> root_;
  unsigned depth_ = 0;
};

/// The servers of the root: from a file of hints where the request names one, or from the NS RRset
/// of the root in the reply, with addresses that came along or that `look_up` finds.
Result<std::vector<Server>> root_servers(
    const Request& request, const Message& reply,
    const std::function<std::vector<Server>(const Name&)>& look_up);
Result<std::vector<Server>> root_servers_of_file(const Request& request);

}  // namespace vouch::dig
