#include "vouch/crypto/key_files/key_file.hpp"

#include <fmt/format.h>

#include <ctime>

#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/private_text.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {
namespace {

constexpr std::uint8_t dnssec_protocol = 3;

// `Tue Nov 24 09:27:48 2026`, whatever the language of the system.
std::string calendar_text(std::int64_t seconds) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = static_cast<std::time_t>(seconds);
  std::tm utc{};
  if (gmtime_r(&time, &utc) == nullptr) return "?";
  return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", days[utc.tm_wday], months[utc.tm_mon],
                     utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, utc.tm_year + 1900);
}

// Metadata that is a time is explained to people.
std::string comment_line(const std::string& name, const std::string& value) {
  const auto time = Timestamp::parse(value, Timestamp{});
  if (value.size() != 14 || !time.ok()) return fmt::format("; {}: {}\n", name, value);
  return fmt::format("; {}: {} ({})\n", name, value, calendar_text(time->seconds));
}

std::string_view role_of(std::uint16_t flags) {
  const bool revoked = (flags & rr::Dnskey::revoke_flag) != 0;
  if ((flags & rr::Dnskey::sep_flag) != 0) return revoked ? "revoked key-signing" : "key-signing";
  return revoked ? "revoked zone-signing" : "zone-signing";
}

}  // namespace

Octets KeyPair::dnskey() const {
  return rr::Dnskey{flags, dnssec_protocol, key.algorithm(), key.public_key()}.write();
}

Result<KeyFile> KeyFile::read(std::string text, const std::string& source) {
  ZoneFileOptions options;
  options.default_ttl = Ttl{0};
  options.load_include = [](const std::string&) -> Result<std::string> {
    return fail(ErrorCode::bad_key, "a .key file includes no other");
  };
  options.max_generated = 1;
  ZoneFileReader reader = ZoneFileReader::from_text(std::move(text), source, std::move(options));
  VOUCH_TRY(const auto record, reader.next());
  if (!record) return fail(ErrorCode::bad_key, "holds no DNSKEY record").at(source);
  if (record->type != RRType::DNSKEY)
    return fail(ErrorCode::bad_key,
                "holds a " + vouch::text(record->type) + " record instead of a DNSKEY")
        .at(source);
  KeyFile file = {Name(record->owner), Octets(record->rdata.begin(), record->rdata.end())};
  VOUCH_TRY(const rr::Dnskey dnskey, rr::Dnskey::read(file.dnskey));
  if (dnskey.protocol != dnssec_protocol)
    return fail(ErrorCode::bad_key, "the DNSKEY's protocol is not 3").at(source, record->line);
  VOUCH_TRY(const auto second, reader.next());
  if (second)
    return fail(ErrorCode::bad_key, "holds more than one record").at(source, second->line);
  return file;
}

std::string key_file_text(const KeyPair& pair) {
  std::string text = fmt::format("; This is a {} key, keyid {}, for {}\n", role_of(pair.flags),
                                 pair.key_tag, pair.zone.text());
  for (const auto& [name, value] : pair.timing) text += comment_line(name, value);
  const Octets dnskey = pair.dnskey();
  return text + fmt::format("{} IN DNSKEY {}\n", pair.zone.text(),
                            rdata_text(RRType::DNSKEY, RRClass::IN, dnskey));
}

Result<Secret> private_file_text(const KeyPair& pair) {
  VOUCH_TRY(Secret text, pair.key.private_text());
  for (const auto& [name, value] : pair.timing) text.append(name + ": " + value + "\n");
  return text;
}

Result<KeyPair> key_pair_of(KeyFile file, std::string_view private_text) {
  VOUCH_TRY(SigningKey key, SigningKey::read_private(private_text));
  VOUCH_TRY(const rr::Dnskey dnskey, rr::Dnskey::read(file.dnskey));
  if (dnskey.algorithm != key.algorithm() || !equal_octets(dnskey.key, key.public_key()))
    return fail(ErrorCode::bad_key,
                "the private key does not belong to the DNSKEY in the .key file");
  KeyPair pair = {std::move(file.zone), dnskey.flags, rr::dnskey_tag(file.dnskey),
                  std::move(key),       {},           {}};
  VOUCH_TRY(const PrivateText parsed, PrivateText::read(private_text));
  for (const PrivateLine& line : parsed.lines) {
    if (!PrivateText::is_key_part(line.name)) pair.timing.emplace_back(line.name, line.value);
  }
  return pair;
}

}  // namespace vouch
