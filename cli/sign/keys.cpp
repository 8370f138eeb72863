#include "cli/sign/keys.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "cli/options.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::cli {
namespace {

Result<std::set<std::uint16_t>> tags_of(const std::vector<std::string>& words) {
  std::set<std::uint16_t> tags;
  for (const std::string& word : words) {
    std::uint16_t tag = 0;
    const char* const end = word.data() + word.size();
    const auto [at, problem] = std::from_chars(word.data(), end, tag);
    if (problem != std::errc() || at != end) {
      return fail(ErrorCode::bad_usage,
                  "--offline '" + printable(word) + "' is no key tag; give a number up to 65535");
    }
    tags.insert(tag);
  }
  return tags;
}

std::string without_ending(std::string path) {
  for (const std::string_view ending : {".key", ".private"}) {
    if (path.size() > ending.size() && path.ends_with(ending))
      return path.substr(0, path.size() - ending.size());
  }
  return path;
}

Result<ZoneKeyFiles> named_keys(const KeyRequestOfSign& request) {
  ZoneKeyFiles files;
  for (const std::string& word : request.named) {
    const bool has_folder = word.find('/') != std::string::npos;
    const std::string path = without_ending(has_folder ? word : request.directory + "/" + word);
    const bool is_public = ::access((path + ".key").c_str(), F_OK) == 0 &&
                           ::access((path + ".private").c_str(), F_OK) != 0;
    if (is_public) {
      VOUCH_TRY(PublicKeyFile key, read_public_key(path));
      files.public_only.push_back(std::move(key));
    } else {
      VOUCH_TRY(KeyPair pair, read_key_pair(path));
      files.pairs.push_back(std::move(pair));
    }
  }
  return files;
}

// Keys that are known from a DNSKEY RRset only.
void add_published(std::vector<PublicKeyFile>& to, const std::set<std::uint16_t>& tags,
                   std::span<const Zone* const> zones) {
  for (const Zone* const zone : zones) {
    const auto set = zone == nullptr ? std::nullopt : zone->find(zone->apex(), RRType::DNSKEY);
    if (!set) continue;
    for (const OctetView rdata : set->rrset.rdatas) {
      const bool is_known = std::any_of(to.begin(), to.end(), [&](const PublicKeyFile& key) {
        return equal_octets(key.dnskey, rdata);
      });
      if (!is_known && tags.contains(rr::dnskey_tag(rdata)))
        to.push_back({Name(zone->apex()),
                      Octets(rdata.begin(), rdata.end()),
                      std::to_string(rr::dnskey_tag(rdata)),
                      {}});
    }
  }
}

Result<void> check_offline(const std::set<std::uint16_t>& tags, const ZoneKeyFiles& files) {
  for (const std::uint16_t tag : tags) {
    const auto pair = std::find_if(files.pairs.begin(), files.pairs.end(),
                                   [&](const KeyPair& each) { return each.key_tag == tag; });
    if (pair != files.pairs.end()) {
      return fail(ErrorCode::bad_usage,
                  fmt::format("--offline {}: {}.private is here; move it away, "
                              "or leave the option out",
                              tag, pair->base_name));
    }
    const bool is_known =
        std::any_of(files.public_only.begin(), files.public_only.end(),
                    [&](const PublicKeyFile& each) { return rr::dnskey_tag(each.dnskey) == tag; });
    if (!is_known) {
      return fail(
          ErrorCode::bad_usage,
          fmt::format("--offline {}: no .key file and no DNSKEY record has that key tag", tag));
    }
  }
  return {};
}

Result<void> check_missing(const KnownKey& key, const std::set<std::uint16_t>& offline,
                           Timestamp now) {
  const std::uint16_t tag = rr::dnskey_tag(key.dnskey);
  if (!key.is_active(now) || offline.contains(tag)) return {};
  return fail(
      ErrorCode::bad_key,
      fmt::format("{}.private is missing, and the key {} is to sign; bring it back, or, where "
                  "it is kept elsewhere, say --offline {} and give its signature of the "
                  "DNSKEY RRset in the zone or by --previous",
                  key.name, tag, tag));
}

}  // namespace

Result<PlannedKeys> plan_keys_of(const KeyRequestOfSign& request,
                                 std::span<const Zone* const> zones, Timestamp now) {
  const NameView apex = zones.front()->apex();
  VOUCH_TRY(const std::set<std::uint16_t> offline, tags_of(request.offline));
  const bool is_named = !request.named.empty();
  VOUCH_TRY(ZoneKeyFiles files,
            is_named ? named_keys(request) : read_zone_keys(request.directory, apex));
  add_published(files.public_only, offline, zones);
  VOUCH_CHECK(check_offline(offline, files));
  if (files.pairs.empty() && files.public_only.empty()) {
    return fail(ErrorCode::bad_key,
                "there is no key of " + apex.text() + " in " + request.directory +
                    "; make one with 'vouch keygen', or name its folder with -K");
  }
  PlannedKeys keys{std::move(files.pairs), {}};
  std::vector<KnownKey> known;
  for (const KeyPair& pair : keys.pairs) {
    VOUCH_TRY(KnownKey key, KnownKey::of(pair, is_named));
    known.push_back(std::move(key));
  }
  for (const PublicKeyFile& file : files.public_only) {
    VOUCH_TRY(KnownKey key, KnownKey::of(file));
    VOUCH_CHECK(check_missing(key, offline, now));
    known.push_back(std::move(key));
  }
  VOUCH_TRY(keys.plans, plan_keys(apex, known, now));
  return keys;
}

void print_keys(std::string_view subcommand, const PlannedKeys& keys) {
  for (const KeyPlan& plan : keys.plans) report(subcommand, plan.described());
  for (const KeyPair& pair : keys.pairs) {
    if (pair.is_exposed) {
      report(subcommand, fmt::format("warning: every user of this machine can read or change "
                                     "{}.private; `chmod 600` it",
                                     pair.base_name));
    }
  }
}

}  // namespace vouch::cli
