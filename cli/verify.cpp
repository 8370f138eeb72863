// vouch verify: the command line; the work is in verify_*.cpp.
#include "cli/verify.hpp"

#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace vouch::cli {

int run_verify(std::span<const std::string> arguments) {
  VerifyRequest request;
  bool rrsets = false;
  std::optional<Timestamp> at;
  Options options("verify", "Checks the DNSSEC signatures in a file of records.");
  options.flag("--rrsets", rrsets,
               "check each RRSIG and each DS by itself, with the DNSKEYs in the file; it need not "
               "be a whole zone");
  options.value("-o,--origin", request.origin, "ORIGIN", "origin of relative names (.)");
  options.at(at);
  options.json(request.json);
  options.color(request.color);
  options.argument("FILE", request.file, "a zone file, or any file of records");
  options.footer("Exit codes: 0 all good, 1 the file can't be read, 3 something is not good.");
  if (const auto stop = options.parse(arguments)) return *stop;
  if (!rrsets) return report("verify", "--rrsets is needed");
  request.at = at.value_or(current_time());
  return verify_rrsets(request);
}

}  // namespace vouch::cli
