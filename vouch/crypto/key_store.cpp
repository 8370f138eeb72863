#include "vouch/crypto/key_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "vouch/base/ascii.hpp"
#include "vouch/base/file.hpp"
#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/key_files/key_directory.hpp"
#include "vouch/crypto/key_files/key_file.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_key_file_octets = 1 << 20;
constexpr int max_attempts = 1000;

bool is_taken(const std::set<std::uint16_t>& taken, const KeyPair& pair) {
  const auto [plain, revoked] = tags_of(pair.dnskey());
  return taken.contains(plain) || taken.contains(revoked);
}

Result<void> write_new(const std::string& path, OctetView content, unsigned mode) {
  VOUCH_TRY(FileReplacement file, FileReplacement::open(path, mode));
  VOUCH_CHECK(file.write(content));
  return file.commit_new();
}

Result<void> write_pair(const KeyDirectory& directory, KeyPair& pair) {
  const std::string base_name =
      directory.path_of(key_base_name(pair.zone, pair.key.algorithm(), pair.key_tag));
  VOUCH_TRY(const Secret secret, private_file_text(pair));
  VOUCH_CHECK(write_new(base_name + ".private", secret.view(), 0600));
  auto written = write_new(base_name + ".key", octets_of(key_file_text(pair)), 0644);
  if (!written.ok()) {
    ::unlink((base_name + ".private").c_str());
    return written;
  }
  pair.base_name = base_name;
  return {};
}

Result<KeyPair> generate_pair(const KeyRequest& request) {
  VOUCH_TRY(SigningKey key, SigningKey::generate(request.algorithm, request.bits));
  KeyPair pair = {request.zone, request.flags, 0, std::move(key), {}, {}};
  pair.key_tag = rr::dnskey_tag(pair.dnskey());
  if (request.created != 0) {
    const std::string created = Timestamp{request.created}.compact();
    pair.timing = {{"Created", created}, {"Publish", created}, {"Activate", created}};
  }
  return pair;
}

std::string without_ending(const std::string& path) {
  for (const std::string_view ending : {".key", ".private"}) {
    if (path.size() > ending.size() &&
        path.compare(path.size() - ending.size(), ending.size(), ending) == 0)
      return path.substr(0, path.size() - ending.size());
  }
  return path;
}

}  // namespace

std::string key_base_name(NameView zone, Algorithm algorithm, std::uint16_t key_tag) {
  std::string name = "K";
  if (zone.is_root()) name += '.';
  for (; !zone.is_root(); zone = zone.parent()) {
    for (const std::uint8_t octet : zone.first_label()) {
      const std::uint8_t lower = lower_ascii(octet);
      const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                         lower == '-' || lower == '_';
      name += plain ? std::string(1, static_cast<char>(lower)) : fmt::format("%{:02X}", octet);
    }
    name += '.';
  }
  return name + fmt::format("+{:03}+{:05}", static_cast<unsigned>(algorithm), key_tag);
}

Result<KeyPair> make_key_pair(const std::string& directory, const KeyRequest& request) {
  VOUCH_TRY(const KeyDirectory keys,
            KeyDirectory::open(directory, request.zone, KeyDirectory::Use::add));
  VOUCH_TRY(const std::set<std::uint16_t> taken, keys.taken_tags());
  for (int attempt = 0; attempt < max_attempts; ++attempt) {
    VOUCH_TRY(KeyPair pair, generate_pair(request));
    if (is_taken(taken, pair)) continue;
    VOUCH_CHECK(write_pair(keys, pair));
    return pair;
  }
  return fail(ErrorCode::limit_reached,
              "no key with a tag of its own was found; remove old keys of the zone");
}

Result<void> write_key_pair(const std::string& directory, KeyPair& pair) {
  VOUCH_TRY(const KeyDirectory keys,
            KeyDirectory::open(directory, pair.zone, KeyDirectory::Use::add));
  VOUCH_TRY(const std::set<std::uint16_t> taken, keys.taken_tags());
  if (is_taken(taken, pair)) {
    return fail(ErrorCode::bad_key,
                fmt::format("another key of {} has the key tag {}, or has it when revoked",
                            pair.zone.text(), pair.key_tag));
  }
  return write_pair(keys, pair);
}

Result<KeyPair> read_key_pair(const std::string& path) {
  const std::string base_name = without_ending(path);
  VOUCH_TRY(std::string text, read_file(base_name + ".key", max_key_file_octets));
  VOUCH_TRY(KeyFile file, KeyFile::read(std::move(text), base_name + ".key"));
  const std::string private_path = base_name + ".private";
  VOUCH_TRY(const SecretFile secret, read_secret_file(private_path));
  auto pair = key_pair_of(std::move(file), secret.content.text());
  if (!pair.ok()) return std::move(pair).error().at(private_path);
  pair->base_name = base_name;
  pair->is_exposed = secret.is_exposed;
  return pair;
}

Result<PublicKeyFile> read_public_key(const std::string& path) {
  const std::string base_name = without_ending(path);
  VOUCH_TRY(std::string text, read_file(base_name + ".key", max_key_file_octets));
  KeyMetadata timing = metadata_in_comments(text);
  VOUCH_TRY(KeyFile file, KeyFile::read(std::move(text), base_name + ".key"));
  return PublicKeyFile{std::move(file.zone), std::move(file.dnskey), base_name, std::move(timing)};
}

Result<ZoneKeyFiles> read_zone_keys(const std::string& directory, NameView zone) {
  VOUCH_TRY(const KeyDirectory keys, KeyDirectory::open(directory, zone, KeyDirectory::Use::read));
  ZoneKeyFiles files;
  for (const std::string& base_name : keys.base_names()) {
    const std::string public_path = base_name + ".key";
    const std::string private_path = base_name + ".private";
    if (::access(public_path.c_str(), F_OK) != 0) {
      return fail(ErrorCode::bad_key,
                  "has no .key file beside it; bring it back, or move this file away")
          .at(private_path);
    }
    if (::access(private_path.c_str(), F_OK) == 0) {
      VOUCH_TRY(KeyPair pair, read_key_pair(base_name));
      files.pairs.push_back(std::move(pair));
      continue;
    }
    VOUCH_TRY(PublicKeyFile key, read_public_key(base_name));
    files.public_only.push_back(std::move(key));
  }
  return files;
}

}  // namespace vouch
