// vouch sign: a zone file in, a signed zone file out, verified before it is published.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "cli/options.hpp"
#include "cli/sign/keys.hpp"
#include "cli/subcommands.hpp"
#include "cli/zone/issues.hpp"
#include "cli/zones.hpp"
#include "daemon/core_dumps.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/base/file.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/zone/zone_text.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "sign";
constexpr std::int64_t hour = 3600;
constexpr std::int64_t default_lifetime = 30 * 24 * hour;
constexpr unsigned max_threads = 64;

struct SignOptions {
  std::string key_directory = ".";
  std::string origin;
  std::string output;
  std::optional<Timestamp> inception;
  std::optional<Timestamp> expiration;
  bool nsec = false;
  bool nsec3 = false;
  bool opt_out = false;
  unsigned iterations = 0;
  std::string salt = "-";
  unsigned jitter = 0;
  bool zonemd = false;
  std::vector<std::string> zonemd_hashes;
  bool cds = false;
  bool no_verify = false;
  std::string crypto = "best";
  std::string serial = "keep";
  unsigned threads = 0;
  std::string previous;
  std::vector<std::string> offline;
  bool force = false;
  ErrorLimit max_errors;
  std::string zone_file;
  std::vector<std::string> rest;
};

void declare(Options& options, SignOptions& given) {
  options.value("-K,--key-directory", given.key_directory, "DIR",
                "where the keys are, when none is named (.)");
  options.value("-o,--origin", given.origin, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.value("-f,--output", given.output, "OUT", "file to write (ZONEFILE.signed)");
  options.signature_span(given.inception, given.expiration);
  options.number("--jitter", given.jitter,
                 "seconds by which signatures may expire earlier, so that not all do at once (0)");
  options.flag("--nsec", given.nsec, "deny with NSEC (default)");
  options.flag("--nsec3", given.nsec3, "deny with NSEC3");
  options.flag("--opt-out", given.opt_out, "NSEC3: leave out delegations without DS");
  options.number("--iterations", given.iterations, "NSEC3: additional iterations (0)");
  options.value("--salt", given.salt, "HEX", "NSEC3: salt, - for none (-)");
  options.flag("--zonemd", given.zonemd, "add a digest of the zone (ZONEMD)");
  options.values("--zonemd-hash", given.zonemd_hashes, "HASH",
                 "ZONEMD: sha384 or sha512, or both by two options (sha384)");
  options.flag("--cds", given.cds, "add CDS and CDNSKEY records for the parent");
  options.choice("--serial", given.serial, {"keep", "increment", "unixtime", "date"},
                 "what becomes of the SOA serial (keep)");
  options.number("--threads", given.threads, "threads that sign (all processors)");
  options.value("--previous", given.previous, "SIGNED",
                "a zone signed before, whose good signatures are used again");
  options.values(
      "--offline", given.offline, "TAG",
      "the key with this tag is kept elsewhere; its signature of the DNSKEY RRset is taken "
      "from the zone or that of --previous");
  options.flag("--force", given.force,
               "sign a zone in which `vouch zone check` finds errors, and tell them");
  options.flag("--no-verify", given.no_verify,
               "leave out the check of every signature before the zone is published");
  options.crypto(given.crypto);
  options.max_errors(given.max_errors);
  options.exclusive({"--nsec", "--nsec3"});
  options.argument("ZONEFILE", given.zone_file, "the zone to sign");
  options.arguments(
      "KEY", given.rest, 0,
      "key files or their base names, which are used whatever their times say (the keys "
      "of the zone in DIR, as their times say)");
  options.footer("Exit codes: 0 signed, 1 nothing was written.");
}

Result<std::vector<ZonemdHash>> zonemd_of(const SignOptions& given) {
  std::vector<ZonemdHash> hashes;
  if (!given.zonemd && given.zonemd_hashes.empty()) return hashes;
  for (const std::string& word : given.zonemd_hashes) {
    if (word != "sha384" && word != "sha512") {
      return fail(ErrorCode::bad_usage,
                  "--zonemd-hash '" + printable(word) + "' is none of sha384, sha512");
    }
    const ZonemdHash hash = word == "sha384" ? ZonemdHash::sha384 : ZonemdHash::sha512;
    if (std::find(hashes.begin(), hashes.end(), hash) == hashes.end()) hashes.push_back(hash);
  }
  if (hashes.empty()) hashes.push_back(ZonemdHash::sha384);
  return hashes;
}

Result<SignPolicy> policy_of(const SignOptions& given, Timestamp now) {
  SignPolicy policy;
  policy.now = now;
  policy.span = {given.inception.value_or(now.plus(-hour)),
                 given.expiration.value_or(now.plus(default_lifetime))};
  if (policy.span.expiration <= policy.span.inception) {
    return fail(ErrorCode::bad_usage, "the expiration is not after the inception");
  }
  if (given.jitter >= (policy.span.expiration.seconds - policy.span.inception.seconds) / 2) {
    return fail(ErrorCode::bad_usage,
                "--jitter is to be less than half of the time from inception to expiration");
  }
  policy.jitter = given.jitter;
  policy.denial = given.nsec3 ? DenialKind::nsec3 : DenialKind::nsec;
  policy.opt_out = given.opt_out;
  if (given.iterations > 0xffff) return fail(ErrorCode::bad_usage, "--iterations is 0 to 65535");
  policy.iterations = static_cast<std::uint16_t>(given.iterations);
  if (given.salt != "-") {
    VOUCH_TRY(policy.salt, base16_octets(given.salt));
    if (policy.salt.size() > 255)
      return fail(ErrorCode::bad_usage, "--salt has at most 255 octets");
  }
  if (!given.nsec3 && (given.opt_out || given.iterations != 0 || given.salt != "-")) {
    return fail(ErrorCode::bad_usage, "--opt-out, --iterations and --salt go with --nsec3");
  }
  VOUCH_TRY(policy.zonemd, zonemd_of(given));
  policy.cds = given.cds;
  policy.verify = !given.no_verify;
  policy.crypto = crypto_form(given.crypto);
  policy.serial = given.serial == "increment"  ? SerialPolicy::increment
                  : given.serial == "unixtime" ? SerialPolicy::unixtime
                  : given.serial == "date"     ? SerialPolicy::date
                                               : SerialPolicy::keep;
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  policy.threads = std::min(given.threads == 0 ? processors : given.threads, max_threads);
  policy.refresh_before = (policy.span.expiration.seconds - now.seconds) / 4;
  return policy;
}

// The file is written while the zone is signed, but has no name before all of it is verified.
// Standard output and devices can't take back what was written, and get it in the end.
Result<SignedZone> sign_to(const std::string& path, const Zone& zone, const SignerKeys& keys,
                           const SignPolicy& policy) {
  if (path == "-") {
    VOUCH_TRY(SignedZone result, sign_zone(zone, keys, policy));
    VOUCH_CHECK(write_zone_text(*result.zone, write_output, policy.threads));
    return result;
  }
  VOUCH_TRY(FileReplacement file, FileReplacement::open(path));
  const SignedText write = [&file](std::string_view text) { return file.write(text); };
  SignedZone result;
  if (file.is_unseen()) {
    VOUCH_TRY(result, sign_zone_text(zone, keys, policy, write));
  } else {
    VOUCH_TRY(result, sign_zone(zone, keys, policy));
    VOUCH_CHECK(write_zone_text(*result.zone, write, policy.threads));
  }
  VOUCH_CHECK(file.commit());
  return result;
}

void print_summary(const SignedZone& result, const std::string& path, double seconds,
                   bool verified) {
  const SignatureCounts& counts = result.signatures;
  fmt::print(stderr, "{}: {} records, {} signatures ({} made, {} used again{}), {:.2f} s", path,
             result.records, counts.made + counts.reused, counts.made, counts.reused,
             verified ? ", all verified" : ", NOT verified", seconds);
  if (seconds > 0)
    fmt::print(stderr, ", {:.0f} signatures/s", static_cast<double>(counts.made) / seconds);
  fmt::print(stderr, "\n");
}

}  // namespace

int run_sign(std::span<const std::string> arguments) {
  SignOptions given;
  Options options(self,
                  "Signs a zone: adds DNSKEY, RRSIG and NSEC or NSEC3 records, and checks every "
                  "signature and the chain of denial before anything can be seen.");
  declare(options, given);
  if (const auto stop = options.parse(arguments)) return *stop;
  daemon::forbid_core_dumps();

  if (given.zone_file == "-" && given.output.empty())
    return report(self,
                  "the zone comes from standard input; name the file to write by -f (- for "
                  "standard output)");
  auto policy = policy_of(given, current_time());
  if (!policy.ok()) return report(self, policy.error());
  const auto origin = origin_of(given.origin);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, given.zone_file, *origin, given.max_errors);
  if (!zone) return 1;
  if (!may_go_on(self, given.zone_file, *zone, given.force, given.max_errors.of_file())) return 1;
  if (!given.previous.empty()) {
    policy->previous = load_zone_file(self, given.previous, Name(zone->apex()), given.max_errors);
    if (!policy->previous) return 1;
  }
  const Zone* const zones[] = {zone.get(), policy->previous.get()};
  const auto keys =
      plan_keys_of({given.key_directory, given.rest, given.offline}, zones, policy->now);
  if (!keys.ok()) return report(self, keys.error());
  print_keys(self, *keys);

  if (zone->find(zone->apex(), RRType::ZONEMD) && policy->zonemd.empty())
    fmt::print(stderr,
               "vouch sign: the ZONEMD of {} is left out, as it is not of the signed zone; "
               "--zonemd makes a new one\n",
               zone->apex().text());
  std::unique_ptr<Progress> progress;
  policy->progress = [&progress](std::size_t done, std::size_t total) {
    if (!progress) progress = std::make_unique<Progress>("signing", total, Progress::Step::piece);
    progress->update(done);
  };
  const auto begun = std::chrono::steady_clock::now();
  const std::string path = !given.output.empty() ? given.output : given.zone_file + ".signed";
  const auto result = sign_to(path, *zone, SignerKeys::from_plan(keys->plans), *policy);
  progress.reset();
  if (!result.ok()) return report(self, result.error());
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  print_summary(*result, path, taken.count(), policy->verify);
  return finish_output(self, 0);
}

}  // namespace vouch::cli
