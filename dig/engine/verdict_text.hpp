// What +validate and +sigchase print: the verdict with its reason, and the chain of trust from the
// RRset up to the trust anchor, in the words of dig's old +sigchase, which scripts search for.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "dig/engine/request.hpp"
#include "vouch/validate/trace.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::dig {

/// `; secure: chain_holds: ...`, `; bogus: signature_expired, EDE 7 (Signature Expired): ...`, and
/// what the verdict rests on, a line each.
std::string verdict_text(const Verdict& verdict);
nlohmann::ordered_json verdict_json(const Verdict& verdict);

/// The walk from the answer to the trust anchor. `seen` is what was fetched for it.
std::string chase_text(const Verdict& verdict, const std::vector<Evidence>& seen,
                       const Display& display);

}  // namespace vouch::dig
