// A zone with random records of every type of the table, signed: the peers accept it.
//
// Left out are types that signing makes itself, and those that stand at the apex or at a delegation
// only; sign_test.py has those.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/interop/rr_text/programs.hpp"
#include "tests/interop/rr_text/random_records.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/sign/verify_zone.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_text.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::interop {
namespace {

constexpr Timestamp now{1'700'000'000};

// Made by signing, or of the apex or a delegation: elsewhere they are faults of the zone.
const std::set<RRType> elsewhere = {
    RRType::SOA, RRType::DNSKEY,  RRType::RRSIG, RRType::NSEC,   RRType::NSEC3, RRType::NSEC3PARAM,
    RRType::CDS, RRType::CDNSKEY, RRType::DS,    RRType::ZONEMD, RRType::NXT};

struct Peer {
  std::string name;
  std::string command;       ///< before the path of the zone file
  std::set<RRType> refuses;  ///< types that it takes in no form
};

// BIND refuses random octets that are no regular expression, no key and no service parameters
// (sign_test.py has sound ones), wants flags of zero of RKEY, bounds LOC more tightly, and lowers
// the names of NSAP-PTR, which RFC 4034 section 6.2 does not list. Knot does not lower the names of
// A6, which it does list.
const Peer peers[] = {
    {"dnssec-verify",
     "dnssec-verify -q -z -o example.",
     {RRType::NSAP_PTR, RRType::KEY, RRType::LOC, RRType::NAPTR, RRType::RKEY, RRType::SVCB,
      RRType::HTTPS}},
    {"ldns-verify-zone",
     "ldns-verify-zone -t 20231114221320",
     {RRType::NSAP_PTR, RRType::A6, RRType::SINK}},
    {"kzonecheck", "kzonecheck -o example. -d on -t 1700000000", {RRType::A6}},
};

struct Case {
  std::string name;
  Algorithm algorithm;
  DenialKind denial;
};

class SignedZone : public testing::TestWithParam<Case> {
 protected:
  static std::vector<Record> content(const std::set<RRType>& without) {
    std::vector<Record> records;
    for (const char* line :
         {"example. 3600 SOA ns.example. hostmaster.example. 1 7200 3600 1209600 300\n",
          "example. 3600 NS ns.example.\n", "ns.example. 3600 A 192.0.2.1\n"}) {
      auto reader = ZoneFileReader::from_text(line, "line", {});
      const ParsedFile file = read_all(reader);
      records.insert(records.end(), file.records.begin(), file.records.end());
    }
    for (const Record& each : random_records(2, 4035)) {
      if (elsewhere.count(each.type) == 0 && without.count(each.type) == 0) records.push_back(each);
    }
    return records;
  }

  static ZonePtr sign(const std::vector<Record>& records) {
    const Name apex = Name::parse("example.").value();
    ZoneBuilder builder(apex);
    for (const Record& each : records) EXPECT_TRUE(builder.add(each).ok()) << each.text();
    std::vector<KeyPair> keys;
    for (const std::uint16_t flags : {std::uint16_t{257}, std::uint16_t{256}}) {
      KeyPair pair{apex, flags, 0, SigningKey::generate(GetParam().algorithm).value(), "key", {}};
      pair.key_tag = key_tag(pair.dnskey());
      keys.push_back(std::move(pair));
    }
    SignPolicy policy;
    policy.now = now;
    policy.span = {now.plus(-3600), now.plus(12 * 365 * 86400LL)};
    policy.denial = GetParam().denial;
    auto made = sign_zone(*builder.build().value(), keys, policy);
    EXPECT_TRUE(made.ok()) << made.error().message();
    return made->zone;
  }

  std::string write(const Zone& zone) const {
    std::ofstream file(folder_.path("zone"));
    const auto written = write_zone_text(zone, [&](std::string_view text) -> Result<void> {
      file << text;
      return {};
    });
    EXPECT_TRUE(written.ok());
    return folder_.path("zone");
  }

  Folder folder_;
};

TEST_P(SignedZone, of_every_type_is_accepted) {
  std::set<RRType> types;
  for (const Record& each : content({})) types.insert(each.type);
  for (const TypeRow& row : all_type_rows()) {
    const bool is_there = types.count(row.type) + elsewhere.count(row.type) != 0;
    EXPECT_TRUE(is_there || row.category != TypeCategory::data) << row.mnemonic;
  }
  for (const Peer& peer : peers) {
    const std::string program = peer.command.substr(0, peer.command.find(' '));
    if (!is_installed(program)) continue;
    const ZonePtr zone = sign(content(peer.refuses));
    const auto report = verify_zone(*zone, {now, {}});
    EXPECT_EQ(report->status, ZoneStatus::secure);
    const Output output = run(peer.command + " " + write(*zone) + " 2>&1");
    if (output.status == 0) continue;
    ADD_FAILURE() << peer.name << ":\n" << output.text.substr(0, 500);
    for (const RRType type : types) {
      if (peer.refuses.count(type) != 0) continue;
      std::set<RRType> others = types;
      for (const RRType kept : {type, RRType::A, RRType::NS}) others.erase(kept);
      const Output alone = run(peer.command + " " + write(*sign(content(others))) + " 2>&1");
      EXPECT_EQ(alone.status, 0) << peer.name << " refuses " << text(type) << ":\n"
                                 << alone.text.substr(0, 300);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    , SignedZone,
    testing::Values(Case{"p256_nsec", Algorithm::ECDSAP256SHA256, DenialKind::nsec},
                    Case{"p256_nsec3", Algorithm::ECDSAP256SHA256, DenialKind::nsec3},
                    Case{"rsa_nsec", Algorithm::RSASHA256, DenialKind::nsec}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace vouch::interop
