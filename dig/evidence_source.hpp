// EvidenceSource: what a validator needs, asked of the server with CD set, or of the authoritative
// servers from the root down where the server does not resolve.
#pragma once

#include "dig/walk.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::dig {

class EvidenceSource {
 public:
  /// `servers`: those of the request. Where the request names root hints, it walks. Errors: of the
  /// hints.
  static Result<EvidenceSource> make(const Request& request, std::vector<Server> servers);

  Evidence fetch(const Question& question);
  /// The reply is evidence as well, for the question that it answers.
  Evidence take(const Exchange& exchange);

  /// Everything that was fetched, in order.
  const std::vector<Evidence>& seen() const { return seen_; }

 private:
  EvidenceSource(const Request& request, std::vector<Server> servers);
  Result<Exchange> ask(const Question& question);

  Request request_;
  std::vector<Server> servers_;
  std::vector<Server> root_;
  std::vector<Evidence> seen_;
};

}  // namespace vouch::dig
