#include "tests/unit/sign/signed_example.hpp"

#include <gtest/gtest.h>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::testing {

const std::string_view example_zone = R"(
$ORIGIN example.
$TTL 300
@ SOA ns hostmaster 7 3600 600 86400 200
@ NS ns
ns A 192.0.2.1
a.b.c TXT "below two empty non-terminals"
*.wild TXT "w"
cut NS ns.cut
cut DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000001
ns.cut A 192.0.2.2
insecure NS ns
only.ent NS ns
d DNAME elsewhere.
)";

ZonePtr zone_of(std::string_view text) {
  ZoneFileReader reader = ZoneFileReader::from_text(std::string(text), "zone", {});
  LoadedZone loaded = load_zone(reader, std::nullopt);
  for (const Error& error : loaded.errors) ADD_FAILURE() << error.message();
  return loaded.zone;
}

KeyPair make_key(std::string_view zone, Algorithm algorithm, std::uint16_t flags) {
  KeyPair pair{
      Name::parse(zone).value(), flags, 0, SigningKey::generate(algorithm).value(), "key", {}};
  pair.key_tag = key_tag(pair.dnskey());
  return pair;
}

std::vector<KeyPair> example_keys(Algorithm algorithm) {
  std::vector<KeyPair> keys;
  keys.push_back(make_key("example.", algorithm, 257));
  keys.push_back(make_key("example.", algorithm, 256));
  return keys;
}

SignPolicy example_policy(DenialKind denial) {
  SignPolicy policy;
  policy.now = now;
  policy.span = {now.plus(-3600), now.plus(86400)};
  policy.denial = denial;
  return policy;
}

ZonePtr zone_of(const std::vector<Record>& records) {
  ZoneBuilder builder(Name::parse("example.").value());
  for (const Record& record : records) EXPECT_TRUE(builder.add(record).ok());
  return builder.build().value();
}

}  // namespace vouch::testing
