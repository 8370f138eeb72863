// vouch ds: the DS records of keys, for the parent zone.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/options.hpp"
#include "cli/records.hpp"
#include "cli/subcommands.hpp"
#include "vouch/dnssec/key_tag.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "ds";

struct DsOptions {
  std::vector<std::string> digests;
  std::string origin = ".";
  bool all = false;
  std::string file;
};

Result<std::vector<DigestType>> digest_types(const std::vector<std::string>& given) {
  std::vector<DigestType> types;
  for (const std::string& word : given) {
    const auto type = parse_digest_type(word);
    if (!type || !is_supported(*type)) {
      return fail(
          ErrorCode::bad_usage,
          "'" + word + "' is no digest that can be computed here; take SHA-256, SHA-384 or SHA-1");
    }
    if (std::find(types.begin(), types.end(), *type) == types.end()) types.push_back(*type);
  }
  if (types.empty()) types.push_back(DigestType::sha256);
  return types;
}

// As with dnssec-dsfromkey, the base name of a key file is as good as its name.
std::string file_of(const std::string& given) {
  const std::string key_file = given + ".key";
  return ::access(given.c_str(), F_OK) != 0 && ::access(key_file.c_str(), F_OK) == 0 ? key_file
                                                                                     : given;
}

bool has_flag(const Record& record, std::uint16_t flag) {
  const auto dnskey = rr::Dnskey::read(record.rdata);
  return dnskey.ok() && (dnskey->flags & flag) != 0;
}

// The keys that a parent points to: zone keys that are not revoked; with a key that has the SEP
// flag among those of its owner, only such keys (RFC 4034 section 2.1.1).
std::vector<Record> keys_for_parent(const std::vector<Record>& records, bool all) {
  std::vector<Record> keys;
  for (const Record& record : records) {
    if (record.type != RRType::DNSKEY || !has_flag(record, rr::Dnskey::zone_flag) ||
        has_flag(record, rr::Dnskey::revoke_flag))
      continue;
    keys.push_back(record);
  }
  if (all) return keys;
  std::vector<Record> chosen;
  for (const Record& key : keys) {
    const bool owner_has_sep = std::any_of(keys.begin(), keys.end(), [&](const Record& other) {
      return other.owner == key.owner && has_flag(other, rr::Dnskey::sep_flag);
    });
    if (!owner_has_sep || has_flag(key, rr::Dnskey::sep_flag)) chosen.push_back(key);
  }
  return chosen;
}

Result<std::string> ds_lines(const DsOptions& options, const std::vector<DigestType>& types) {
  VOUCH_TRY(const Name origin, Name::parse(options.origin));
  const std::string file = file_of(options.file);
  VOUCH_TRY(const std::vector<Record> records, read_records(file, origin));
  const std::vector<Record> keys = keys_for_parent(records, options.all);
  if (keys.empty())
    return fail(ErrorCode::bad_key, "holds no DNSKEY that a DS can be made of").at(file);
  std::string lines;
  for (const Record& key : keys) {
    for (const DigestType type : types) {
      VOUCH_TRY(const Octets ds, make_ds(key.owner, key.rdata, type));
      lines += fmt::format("{} {} DS {}\n", key.owner.text(), text(key.rrclass),
                           rdata_text(RRType::DS, key.rrclass, ds));
    }
  }
  return lines;
}

}  // namespace

int run_ds(std::span<const std::string> arguments) {
  DsOptions given;
  Options options(self,
                  "Prints the DS records of the key in a .key file, or of the keys in a zone file, "
                  "for the parent zone. "
                  "Of a zone's keys those with the SEP flag (flags 257) are taken, or all where "
                  "none has it; revoked "
                  "keys never.");
  options.values("-d,--digest", given.digests, "DIGEST",
                 "digest type, by name or number (SHA-256)");
  options.value("-o,--origin", given.origin, "ORIGIN", "origin of relative names (.)");
  options.flag("--all", given.all, "all zone keys, also those without the SEP flag");
  options.argument("FILE", given.file, "a .key file or its base name, or a zone file");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto types = digest_types(given.digests);
  if (!types.ok()) return report(self, types.error());
  const auto lines = ds_lines(given, *types);
  if (!lines.ok()) return report(self, lines.error());
  if (std::find(types->begin(), types->end(), DigestType::sha1) != types->end())
    report(self, "DS records with SHA-1 must not be published any more (RFC 9905)");
  return print_text(*lines);
}

}  // namespace vouch::cli
