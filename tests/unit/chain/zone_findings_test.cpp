// Findings that do not decide the verdict: what triggers each, and what is near it and does not.
#include "chain/engine/zones/zone_findings.hpp"

#include <gmock/gmock.h>

#include "tests/unit/chain/analysed.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::chain {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr const char* apex = "example.test.";
constexpr const char* www = "www.example.test.";

std::vector<std::string> codes(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& each : findings) codes.push_back(each.code);
  return codes;
}

/// What is found in example.test., probed as a live analysis does.
std::vector<Finding> findings_of(Analysed& analysed, const char* name = www) {
  analysed.is_by_zone = true;
  (void)analysed.assess(name);
  return zone_findings(content_of(analysed.recording, name_of(apex)));
}

Record apex_record(const std::string& rest) {
  return testing::record_of(std::string(apex) + " 3600 IN " + rest);
}

void add_key(SignedWorld& world, std::uint16_t flags, Algorithm algorithm, std::size_t octets) {
  world.edit_and_sign(apex, apex, RRType::DNSKEY, [&](auto& records) {
    const Octets key(octets, 0x41);
    records.push_back({name_of(apex), RRType::DNSKEY, RRClass::IN, Ttl{3600},
                       rr::Dnskey{flags, 3, algorithm, key}.write()});
  });
}

// Exponent 65537 and a modulus of so many octets.
void add_rsa_key(SignedWorld& world, std::size_t modulus_octets) {
  world.edit_and_sign(apex, apex, RRType::DNSKEY, [&](auto& records) {
    Octets key(modulus_octets, 0xa5);
    key.insert(key.begin(), {3, 1, 0, 1});
    records.push_back({name_of(apex), RRType::DNSKEY, RRClass::IN, Ttl{3600},
                       rr::Dnskey{256, 3, Algorithm::RSASHA256, key}.write()});
  });
}

void add_ds(SignedWorld& world, std::size_t octet, std::uint8_t value) {
  world.edit_and_sign("test.", apex, RRType::DS, [&](auto& records) {
    Record ds = world.ds(apex);
    ds.rdata[octet] = value;
    records.push_back(ds);
  });
}

void publish(SignedWorld& world, Record record) {
  const RRType type = record.type;
  world.edit_and_sign(apex, apex, type, [&](auto& records) { records.push_back(record); });
}

Record cds(const SignedWorld& world) {
  Record record = world.ds(apex);
  record.type = RRType::CDS;
  return record;
}

Record cdnskey(const SignedWorld& world, std::size_t key) {
  return {name_of(apex), RRType::CDNSKEY, RRClass::IN, Ttl{3600},
          world.keys(apex).at(key).dnskey()};
}

void set_ttl(SignedWorld& world, std::uint32_t seconds) {
  world.edit(apex, [&](auto& records) {
    for (Record& each : records) {
      if (each.owner == name_of(www) && each.type == RRType::A) each.ttl = Ttl{seconds};
    }
  });
}

struct Row {
  const char* name;
  const char* code;  ///< null: nothing is found
  void (*changes)(SignedWorld&);
};

class ZoneFindings : public ::testing::TestWithParam<Row> {};

TEST_P(ZoneFindings, tell_what_is_there_and_not_what_is_near) {
  Analysed analysed;
  GetParam().changes(analysed.world);
  const auto found = findings_of(analysed);
  if (GetParam().code == nullptr) {
    EXPECT_THAT(codes(found), IsEmpty()) << found.front().text;
    return;
  }
  EXPECT_THAT(codes(found), Contains(GetParam().code));
  for (const Finding& each : found) {
    EXPECT_FALSE(each.text.empty());
    EXPECT_FALSE(each.reference.empty());
    EXPECT_THAT(each.servers, Not(IsEmpty()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Keys, ZoneFindings,
    ::testing::Values(
        Row{"good_zone", nullptr, [](SignedWorld&) {}},
        Row{"ds_of_another_algorithm", "MISSING_RRSIG_FOR_ALG_DS",
            [](SignedWorld& world) { add_ds(world, 2, 8); }},
        Row{"ds_of_the_same_algorithm", nullptr,
            [](SignedWorld& world) { add_ds(world, 10, 0x77); }},
        Row{"ds_of_an_algorithm_that_nobody_checks", nullptr,
            [](SignedWorld& world) { add_ds(world, 2, 12); }},
        Row{"key_of_another_algorithm", "MISSING_RRSIG_FOR_ALG_DNSKEY",
            [](SignedWorld& world) { add_key(world, 256, Algorithm::ED25519, 32); }},
        Row{"key_of_the_same_algorithm", nullptr,
            [](SignedWorld& world) { add_key(world, 256, Algorithm::ECDSAP256SHA256, 64); }},
        Row{"revoked_key_that_does_not_sign", "REVOKED_NOT_SIGNING",
            [](SignedWorld& world) { add_key(world, 0x181, Algorithm::ECDSAP256SHA256, 64); }},
        Row{"revoked_key_that_signs", nullptr,
            [](SignedWorld& world) {
              add_key(world, 0x181, Algorithm::ECDSAP256SHA256, 64);
              world.edit(apex, [&](auto& records) {
                const RRset keys = testing::rrset_of(records, apex, RRType::DNSKEY);
                for (const OctetView rdata : keys.rdatas()) {
                  if (rr::Dnskey::read(rdata)->is_revoked())
                    records.push_back(world.sign(apex, keys, {.key_tag = key_tag(rdata)}));
                }
              });
            }},
        Row{"rsa_1024", "RSA_KEY_WEAK", [](SignedWorld& world) { add_rsa_key(world, 128); }}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Delegations, ZoneFindings,
    ::testing::Values(
        Row{"cds_of_no_key", "CDS_NO_DNSKEY_MATCH",
            [](SignedWorld& world) {
              Record record = cds(world);
              record.rdata[8] ^= 1;
              publish(world, record);
            }},
        Row{"cds_of_the_key", nullptr, [](SignedWorld& world) { publish(world, cds(world)); }},
        Row{"cdnskey_of_no_key", "CDS_NO_DNSKEY_MATCH",
            [](SignedWorld& world) {
              Record record = cdnskey(world, 0);
              record.rdata[8] ^= 1;
              publish(world, record);
            }},
        Row{"cds_and_cdnskey_of_different_keys", "CDNSKEY_INCONSISTENT_WITH_CDS",
            [](SignedWorld& world) {
              publish(world, cds(world));
              publish(world, cdnskey(world, 1));
            }},
        Row{"cds_and_cdnskey_of_the_same_key", nullptr,
            [](SignedWorld& world) {
              publish(world, cds(world));
              publish(world, cdnskey(world, 0));
            }},
        Row{"cds_of_another_key_than_the_ds", "CDS_INCONSISTENT_WITH_DS",
            [](SignedWorld& world) {
              auto ds = make_ds(name_of(apex), world.keys(apex).at(1).dnskey(), DigestType::sha256);
              publish(world, {name_of(apex), RRType::CDS, RRClass::IN, Ttl{3600}, *std::move(ds)});
            }},
        Row{"cds_delete", "CDS_DELETE_PENDING",
            [](SignedWorld& world) { publish(world, apex_record("CDS 0 0 0 00")); }},
        Row{"cds_delete_of_other_values", "CDS_INCORRECT_DELETE_VALUES",
            [](SignedWorld& world) { publish(world, apex_record("CDS 0 0 0 01")); }},
        Row{"cds_delete_beside_others", "CDS_DELETE_MULTIPLE_RECORDS",
            [](SignedWorld& world) {
              publish(world, cds(world));
              publish(world, apex_record("CDS 0 0 0 00"));
            }},
        Row{"ttl_raised", "ORIGINAL_TTL_EXCEEDED_RRSET",
            [](SignedWorld& world) { set_ttl(world, 1'000'000); }},
        Row{"ttl_lowered", nullptr, [](SignedWorld& world) { set_ttl(world, 1); }}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Rsa, of_2048_bits_is_not_weak) {
  Analysed analysed;
  add_rsa_key(analysed.world, 256);
  EXPECT_THAT(codes(findings_of(analysed)), Not(Contains("RSA_KEY_WEAK")));
}

TEST(Nsec3param, is_that_of_the_nsec3_records) {
  struct Case {
    const char* code;
    void (*changes)(Record&);
  };
  const Case cases[] = {
      {nullptr, [](Record&) {}},
      {"NSEC3PARAM_BAD", [](Record& each) { each.owner = name_of("elsewhere.test."); }},
      {"NSEC3PARAM_MISMATCH", [](Record& each) { each.rdata[3] = 9; }},
  };
  for (const Case& each : cases) {
    WorldZone zone = example_zone();
    zone.denial = DenialKind::nsec3;
    Analysed analysed(zone);
    analysed.tamper_at = [&](const std::string&, const Question&, Message& reply) {
      for (Record& record : reply.answer) {
        if (record.type == RRType::NSEC3PARAM) each.changes(record);
      }
    };
    const auto found = codes(findings_of(analysed));
    if (each.code == nullptr) {
      EXPECT_THAT(found, IsEmpty());
    } else {
      EXPECT_THAT(found, Contains(each.code));
    }
  }
}

TEST(Servers, with_another_serial_or_without_edns_are_named) {
  struct Case {
    const char* code;
    void (*changes)(Message&);
  };
  const Case cases[] = {
      {"SERIAL_DIFFERS",
       [](Message& reply) {
         for (Record& each : reply.answer) {
           if (each.type != RRType::SOA) continue;
           auto soa = rr::Soa::read(each.rdata).value();
           soa.serial.value -= 1;
           each.rdata = soa.write();
         }
       }},
      {"EDNS_IGNORED", [](Message& reply) { reply.edns.reset(); }},
      {"EDNS_DO_CLEARED",
       [](Message& reply) {
         if (reply.edns) reply.edns->dnssec_ok = false;
       }},
  };
  for (const Case& each : cases) {
    Analysed analysed;
    analysed.servers = {"192.0.2.1#53", "192.0.2.2#53"};
    analysed.tamper_at = [&](const std::string& server, const Question&, Message& reply) {
      if (server == "192.0.2.2#53") each.changes(reply);
    };
    const auto found = findings_of(analysed);
    ASSERT_THAT(codes(found), Contains(each.code));
    for (const Finding& finding : found) {
      EXPECT_THAT(finding.servers, ::testing::ElementsAre("192.0.2.2#53 (ns.test.)"));
      EXPECT_EQ(finding.concern, Concern::servers);
    }
  }
  Analysed alike;
  alike.servers = {"192.0.2.1#53", "192.0.2.2#53"};
  EXPECT_THAT(codes(findings_of(alike)), IsEmpty());
}

TEST(Delegation, names_and_addresses_differ_from_the_zone_or_not) {
  struct Case {
    const char* ns;
    const char* address;
    std::vector<std::string> codes;
  };
  const Case cases[] = {
      {"ns.example.test.", "192.0.2.53", {}},
      {"ns9.example.test.", "192.0.2.53", {"NS_NAME_NOT_IN_CHILD", "NS_NAME_NOT_IN_PARENT"}},
      {"ns.example.test.", "192.0.2.99", {"GLUE_MISMATCH"}},
  };
  for (const Case& each : cases) {
    WorldZone zone = example_zone();
    Analysed analysed(zone);
    (void)findings_of(analysed);
    (void)findings_of(analysed, "ns.example.test.");
    const auto own = testing::rrset_of(analysed.world.records(apex), "ns.example.test.", RRType::A);
    Message referral = make_query(1, {name_of(www), RRType::A, RRClass::IN}, false);
    referral.header.qr = true;
    referral.authority.push_back(apex_record(std::string("NS ") + each.ns));
    Record glue = testing::record_of(std::string(each.ns) + " 3600 IN A " + each.address);
    const bool is_right = std::string(each.address) == "192.0.2.53";
    if (is_right) glue.rdata.assign(own.rdatas().front().begin(), own.rdatas().front().end());
    referral.additional.push_back(glue);
    Exchange exchange{{name_of(www), RRType::A, RRClass::IN}, name_of("test."), "192.0.2.1#53"};
    exchange.message = referral.write();
    analysed.recording.exchanges.push_back(exchange);
    const auto found = codes(zone_findings(content_of(analysed.recording, name_of(apex))));
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(each.codes)) << each.ns;
  }
}

}  // namespace
}  // namespace vouch::chain
