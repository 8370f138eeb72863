// Key files: any octets are read without harm as .private and as .key text, and a key that was read
// is written so that it reads the same.
#include "vouch/crypto/key_files/key_file.hpp"

#include <cstdlib>

#include "vouch/rr/typed/dnssec.hpp"

using namespace vouch;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void read_as_private(std::string_view text) {
  const auto key = SigningKey::read_private(text);
  if (!key.ok()) return;
  const auto printed = key->private_text();
  expect(printed.ok());
  const auto again = SigningKey::read_private(printed->text());
  expect(again.ok() && again->public_key() == key->public_key());
  KeyFile file = {Name(), rr::Dnskey{256, 3, key->algorithm(), key->public_key()}.write()};
  const auto pair = key_pair_of(std::move(file), text);
  expect(pair.ok());
  expect(KeyFile::read(key_file_text(*pair), "printed").ok());
}

void read_as_public(std::string_view text) {
  const auto file = KeyFile::read(std::string(text), "input");
  if (file.ok()) expect(rr::Dnskey::read(file->dnskey).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text = text_of({octets, size});
  read_as_private(text);
  read_as_public(text);
  return 0;
}
