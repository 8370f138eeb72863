// vouch keygen: a new key pair in BIND's files.
#include <fmt/format.h>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "daemon/core_dumps.hpp"
#include "vouch/crypto/key_store.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "keygen";

struct KeygenOptions {
  std::string directory = ".";
  std::string algorithm = "ECDSAP256SHA256";
  unsigned bits = 0;
  bool ksk = false;
  bool csk = false;
  std::string zone;
};

Result<KeyRequest> request_of(const KeygenOptions& options) {
  KeyRequest request;
  VOUCH_TRY(request.zone, Name::parse(options.zone));
  const auto algorithm = parse_algorithm(options.algorithm);
  if (!algorithm) {
    return fail(ErrorCode::bad_usage,
                "'" + options.algorithm +
                    "' is no DNSSEC algorithm; take ECDSAP256SHA256, ECDSAP384SHA384, ED25519, "
                    "ED448, RSASHA256 or RSASHA512");
  }
  request.algorithm = *algorithm;
  request.bits = options.bits;
  request.flags = rr::Dnskey::zone_flag;
  if (options.ksk || options.csk) request.flags |= rr::Dnskey::sep_flag;
  request.created = current_time().seconds;
  return request;
}

}  // namespace

int run_keygen(std::span<const std::string> arguments) {
  KeygenOptions given;
  Options options(self,
                  "Makes a key pair for a zone, by default one that signs the zone (ZSK), and "
                  "prints its base name. The "
                  "files K<zone>+<algorithm>+<tag>.key and .private are those of BIND. The key tag "
                  "is never that of "
                  "another key of the zone in the directory, revoked or not.");
  options.value("-K,--directory", given.directory, "DIR", "where the files are made (.)");
  options.value("-a,--algorithm", given.algorithm, "ALG",
                "algorithm, by name or number (ECDSAP256SHA256)");
  options.number("-b,--bits", given.bits, "size of an RSA key, 1024 to 4096 (2048)");
  options.flag("--ksk", given.ksk, "a key that signs the DNSKEY RRset, flags 257");
  options.flag("--csk", given.csk, "a key that signs everything and has a DS, flags 257");
  options.exclusive({"--ksk", "--csk"});
  options.argument("ZONE", given.zone, "name of the zone");
  if (const auto stop = options.parse(arguments)) return *stop;
  daemon::forbid_core_dumps();

  const auto request = request_of(given);
  if (!request.ok()) return report(self, request.error());
  const auto pair = make_key_pair(given.directory, *request);
  if (!pair.ok()) return report(self, pair.error());
  fmt::print("{}\n", key_base_name(pair->zone, pair->key.algorithm(), pair->key_tag));
  return 0;
}

}  // namespace vouch::cli
