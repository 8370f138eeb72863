// What `vouch verify` was asked, and its two ways to work.
#pragma once

#include <optional>
#include <string>

#include "cli/error_limit.hpp"
#include "cli/terminal.hpp"
#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch::cli {

struct VerifyRequest {
  std::string file;
  std::string origin;  ///< empty where not given
  Timestamp at;
  std::string anchors;  ///< file of DS or DNSKEY records; empty where not given
  unsigned threads = 1;
  CryptoForm crypto = CryptoForm::best;
  std::size_t checks_per_rrset = 0;
  bool json = false;
  ErrorLimit max_errors;
  ColorChoice color = ColorChoice::automatic;
};

/// Exit codes of `vouch verify` beside 0 and 1.
constexpr int exit_unsigned = 2;
constexpr int exit_not_good = 3;

/// Checks the RRSIGs and DS records of any file of records, a line each. Returns the exit code.
int verify_rrsets(const VerifyRequest& request);

/// Verifies a whole zone: signatures, denial, cuts, ZONEMD. Returns the exit code.
int verify_whole_zone(const VerifyRequest& request);

}  // namespace vouch::cli
