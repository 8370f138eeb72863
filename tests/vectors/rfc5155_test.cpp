// RFC 5155 appendix A: the hashes of the names of its example zone, and some of its signatures.
#include <gtest/gtest.h>

#include "tests/vectors/signing_example.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/crypto/digest.hpp"
#include "vouch/dnssec/rrset_check.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

struct HashedName {
  const char* name;
  const char* hash;
};

constexpr HashedName hashed_names[] = {
    {"example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"},
    {"a.example", "35mthgpgcu1qg68fab165klnsnk3dpvl"},
    {"ai.example", "gjeqe526plbf1g8mklp59enfd789njgi"},
    {"ns1.example", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"},
    {"ns2.example", "q04jkcevqvmu85r014c7dkba38o0ji5r"},
    {"w.example", "k8udemvp1j2f7eg6jebps17vp3n8i58h"},
    {"*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"},
    {"x.w.example", "b4um86eghhds6nea196smvmlo4ors995"},
    {"y.w.example", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"},
    {"x.y.w.example", "2vptu5timamqttgl4luu9kg21e0aor3s"},
    {"xx.example", "t644ebqk9bibcna874givr6joj62mlhv"},
    {"2t7b4g4vsa5smi47k61mv5bv1a22bojr.example", "kohar7mbb8dc2ce8a9qvl8hon4k53uhi"},
};

// Keys, and RRsets of one record each with their signatures; the wildcard, an NSEC3, and the keys
// themselves.
constexpr const char* signed_records = R"(
example. 3600 IN DNSKEY 256 3 7 (
    AwEAAaetidLzsKWUt4swWR8yu0wPHPiUi8LUsAD0QPWU+wzt89epO6tHzkMBVDkC7qphQO2hTY4hHn9npWFRw5BYubE= )
example. 3600 IN DNSKEY 257 3 7 (
    AwEAAcUlFV1vhmqx6NSOUOq2R/dsR7Xm3upJj7IommWSpJABVfW8Q0rOvXdM6kzt+TAu92L9AbsUdblMFin8CVF3n4s= )
example. 3600 IN RRSIG DNSKEY 7 1 3600 20150420235959 20051021000000 12708 example. (
    AuU4juU9RaxescSmStrQks3Gh9FblGBlVU31uzMZ/U/FpsUb8aC6QZS+sTsJXnLnz7flGOsmMGQZf3bH+QsCtg== )
*.w.example. 3600 IN MX 1 ai.example.
*.w.example. 3600 IN RRSIG MX 7 2 3600 20150420235959 20051021000000 40430 example. (
    CikebjQwGQPwijVcxgcZcSJKtfynugtlBiKb9FcBTrmOoyQ4InoWVudhCWsh/URX3lc4WRUMivEBP6+4KS3ldA== )
xx.example. 3600 IN HINFO "KLH-10" "TOPS-20"
xx.example. 3600 IN RRSIG HINFO 7 2 3600 20150420235959 20051021000000 40430 example. (
    KimG+rDd+7VA1zRsu0ITNAQUTRlpnsmqWrihFRnU+bRa93v2e5oFNFYCs3Rqgv62K93N7AhW6Jfqj/8NzWjvKg== )
35mthgpgcu1qg68fab165klnsnk3dpvl.example. 3600 IN NSEC3 1 1 12 aabbccdd (
    b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG )
35mthgpgcu1qg68fab165klnsnk3dpvl.example. 3600 IN RRSIG NSEC3 7 2 3600 20150420235959 (
    20051021000000 40430 example.
    g6jPUUpduAJKRljUsN8gB4UagAX0NxY9shwQAynzo8EUWH+z6hEIBlUTPGj15eZll6VhQqgZXtAIR3chwgW+SA== )
)";

}  // namespace

TEST(Rfc5155, appendix_a_hashes) {
  const Octets salt = {0xaa, 0xbb, 0xcc, 0xdd};
  for (const HashedName& hashed : hashed_names) {
    const auto hash = nsec3_hash(*Name::parse(hashed.name), 12, salt);
    EXPECT_EQ(base32hex_text(hash), hashed.hash) << hashed.name;
  }
}

TEST(Rfc5155, appendix_a_signatures) {
  const auto at = *Timestamp::parse("2010-01-01T00:00:00Z", {});
  const RRsetCheck check = check_rrsets(records_of(signed_records), at);
  ASSERT_EQ(check.signatures.size(), 4U);
  for (const SignatureFinding& finding : check.signatures)
    EXPECT_EQ(text(finding.status), "good") << finding.owner.text() << ' ' << text(finding.type);
}
