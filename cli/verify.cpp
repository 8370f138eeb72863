// vouch verify: the command line; the work is in verify_*.cpp.
#include "cli/verify.hpp"

#include <limits>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "vouch/dnssec/rrset_check.hpp"

namespace vouch::cli {

int run_verify(std::span<const std::string> arguments) {
  VerifyRequest request;
  request.threads = 0;
  bool rrsets = false;
  std::string crypto = "best";
  unsigned max_checks = usual_checks_per_rrset;
  std::optional<Timestamp> at;
  Options options("verify",
                  "Checks a signed zone: every signature, the whole NSEC or NSEC3 chain and its "
                  "bitmaps, cuts and "
                  "glue, the zone's digest. With --rrsets, the signatures in any file of records.");
  options.flag("--rrsets", rrsets,
               "check each RRSIG and each DS by itself, with the DNSKEYs in the file; it need not "
               "be a whole zone");
  options.value("-o,--origin", request.origin, "ORIGIN",
                "name of the zone (the owner of the SOA record), and origin of relative names");
  options.at(at);
  options.value("--anchor", request.anchors, "FILE",
                "DS or DNSKEY records, one of which has to match a key of the zone");
  options.number("--max-checks", max_checks,
                 "signature checks for one RRset, 0 for any number; more is too many (100)");
  options.number("--threads", request.threads, "threads that verify (all processors)");
  options.crypto(crypto);
  options.exclusive({"--rrsets", "--crypto"});
  options.max_errors(request.max_errors);
  options.json(request.json);
  options.color(request.color);
  options.argument("FILE", request.file, "a zone file, or any file of records");
  options.footer(
      "Exit codes: 0 all good, 1 the file can't be read, 2 the zone is unsigned, 3 DNSSEC does not "
      "hold.");
  if (const auto stop = options.parse(arguments)) return *stop;
  request.crypto = crypto_form(crypto);
  request.checks_per_rrset = max_checks == 0 ? std::numeric_limits<std::size_t>::max() : max_checks;
  request.at = at.value_or(current_time());
  return rrsets ? verify_rrsets(request) : verify_whole_zone(request);
}

}  // namespace vouch::cli
