#include "vouch/dnssec/rrsig.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dnssec/zone_text.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/dnssec/key_tag.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

constexpr SignatureSpan span = {{1'700'000'000}, {1'702'000'000}};

// A signature as made, with the octets that its view stands on.
struct Made {
  Octets rdata;
  rr::Rrsig view() const { return *rr::Rrsig::read(rdata); }
};

Made sign(const RRset& rrset, const SigningKey& key, const char* signer = "example.") {
  Octets scratch;
  auto made = make_rrsig(rrset, key, key_tag(dnskey_of(key)), name_of(signer), span, scratch);
  EXPECT_TRUE(made.ok());
  return {std::move(made).value()};
}

bool holds(const rr::Rrsig& rrsig, const RRset& rrset, const SigningKey& key) {
  const auto verifier = PublicKey::read(key.algorithm(), key.public_key());
  EXPECT_TRUE(verifier.ok());
  Octets scratch;
  return check_signature(rrsig, rrset, *verifier, scratch);
}

rr::Rrsig rrsig_with(std::uint8_t labels, NameView signer) {
  return {RRType::MX,
          Algorithm::ED25519,
          labels,
          Ttl{300},
          span.expiration.to_wire(),
          span.inception.to_wire(),
          7,
          signer,
          {}};
}

std::string signed_text(const rr::Rrsig& rrsig, const RRset& rrset) {
  Octets octets;
  const auto done = append_signed_octets(octets, rrsig, rrset);
  return done.ok() ? base16_text(octets, LetterCase::lower) : done.error().message();
}

std::string wire_text(const char* name) {
  return base16_text(name_of(name).wire(), LetterCase::lower);
}

}  // namespace

TEST(SignedOctets, are_the_rrsig_then_the_records_in_canonical_form) {
  const RRset rrset =
      rrset_of("Mail.Example. 60 MX 20 B.Example.\nmail.example. 60 MX 10 a.EXAMPLE.");
  const Name signer = name_of("EXAMPLE.");
  const std::string front = wire_text("mail.example.") + "000f" + "0001" + "0000012c";
  EXPECT_EQ(signed_text(rrsig_with(2, signer), rrset),
            std::string("000f0f02") + "0000012c" + "65727580" + "6553f100" + "0007" +
                wire_text("example.") + front + "000d" + "000a" + wire_text("a.example.") + front +
                "000d" + "0014" + wire_text("b.example."));
}

TEST(SignedOctets, keep_the_case_of_names_that_are_not_lowered) {
  const RRset nsec = rrset_of("example. NSEC A.example. A RRSIG NSEC");
  rr::Rrsig rrsig = rrsig_with(1, NameView());
  EXPECT_NE(signed_text(rrsig, nsec).find(wire_text("A.example.")), std::string::npos);
}

TEST(SignedOctets, have_the_wildcard_that_the_labels_field_tells_of) {
  const RRset rrset = rrset_of("a.b.w.Example. MX 10 mail.example.");
  const Name signer = name_of("example.");
  EXPECT_NE(signed_text(rrsig_with(2, signer), rrset).find(wire_text("*.w.example.")),
            std::string::npos);
  EXPECT_NE(signed_text(rrsig_with(1, signer), rrset).find(wire_text("*.example.")),
            std::string::npos);
  EXPECT_NE(signed_text(rrsig_with(0, signer), rrset).find(wire_text("*.") + "000f"),
            std::string::npos);
  EXPECT_EQ(signed_text(rrsig_with(4, signer), rrset).find("012a"), std::string::npos);
}

TEST(SignedOctets, of_a_wildcard_are_those_of_its_expansion) {
  const RRset wildcard = rrset_of("*.w.example. MX 10 mail.example.");
  const RRset expansion = rrset_of("x.y.w.example. MX 10 mail.example.");
  const Name signer = name_of("example.");
  EXPECT_EQ(signed_text(rrsig_with(2, signer), wildcard),
            signed_text(rrsig_with(2, signer), expansion));
}

TEST(SignedOctets, are_refused_with_more_labels_than_the_owner_has) {
  const RRset rrset = rrset_of("*.w.example. MX 10 mail.example.");
  Octets octets = {1, 2};
  const Name signer = name_of("example.");
  EXPECT_EQ(append_signed_octets(octets, rrsig_with(3, signer), rrset).error().code,
            ErrorCode::bad_rdata);
  EXPECT_EQ(octets.size(), 2U);
}

TEST(SignedOctets, take_the_longest_names) {
  const std::string longest = std::string(63, 'a') + "." + std::string(63, 'B') + "." +
                              std::string(63, 'c') + "." + std::string(61, 'D') + ".";
  const RRset rrset = rrset_of(longest + " MX 10 " + longest);
  const Name signer = name_of(longest.c_str());
  Octets octets;
  ASSERT_TRUE(append_signed_octets(octets, rrsig_with(4, signer), rrset).ok());
  EXPECT_EQ(octets.size(), 18U + 255 + 255 + 10 + 2 + 255);
  octets.clear();
  ASSERT_TRUE(append_signed_octets(octets, rrsig_with(3, signer), rrset).ok());
}

TEST(RrsigLabels, leaves_out_the_root_and_a_leading_asterisk) {
  EXPECT_EQ(rrsig_labels(name_of(".")), 0);
  EXPECT_EQ(rrsig_labels(name_of("example.com.")), 2);
  EXPECT_EQ(rrsig_labels(name_of("*.example.com.")), 2);
  EXPECT_EQ(rrsig_labels(name_of("*.")), 0);
  EXPECT_EQ(rrsig_labels(name_of("a.*.com.")), 3);
}

TEST(Rrsig, has_the_fields_of_what_it_covers) {
  const SigningKey key = make_key();
  const RRset rrset = rrset_of("*.a.example. 77 A 192.0.2.1\n*.a.example. 77 A 192.0.2.2");
  const Made made = sign(rrset, key);
  const rr::Rrsig rrsig = made.view();
  EXPECT_EQ(rrsig.type_covered, RRType::A);
  EXPECT_EQ(rrsig.algorithm, Algorithm::ED25519);
  EXPECT_EQ(rrsig.labels, 2);
  EXPECT_EQ(rrsig.original_ttl, Ttl{77});
  EXPECT_EQ(rrsig.inception, 1'700'000'000U);
  EXPECT_EQ(rrsig.expiration, 1'702'000'000U);
  EXPECT_EQ(rrsig.key_tag, key_tag(dnskey_of(key)));
  EXPECT_EQ(rrsig.signer, name_of("example."));
  EXPECT_EQ(rrsig.signature.size(), 64U);
}

TEST(Rrsig, holds_for_the_rrset_whatever_its_ttl_and_letters) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const Made made =
      sign(rrset_of("www.example. 300 NS a.example.\nwww.example. 300 NS b.example."), key);
  EXPECT_TRUE(
      holds(made.view(), rrset_of("www.example. NS a.example.\nwww.example. NS b.example."), key));
  EXPECT_TRUE(holds(made.view(),
                    rrset_of("WWW.example. 12 NS B.Example.\nwww.EXAMPLE. 12 NS A.example."), key));
}

TEST(Rrsig, does_not_hold_for_an_altered_rrset) {
  const SigningKey key = make_key();
  const Made made = sign(rrset_of("www.example. A 192.0.2.1\nwww.example. A 192.0.2.2"), key);
  EXPECT_FALSE(
      holds(made.view(), rrset_of("www.example. A 192.0.2.1\nwww.example. A 192.0.2.3"), key));
  EXPECT_FALSE(holds(made.view(), rrset_of("www.example. A 192.0.2.1"), key));
  EXPECT_FALSE(holds(made.view(),
                     rrset_of("www.example. A 192.0.2.1\nwww.example. A 192.0.2.2\n"
                              "www.example. A 192.0.2.3"),
                     key));
  EXPECT_FALSE(
      holds(made.view(), rrset_of("ftp.example. A 192.0.2.1\nftp.example. A 192.0.2.2"), key));
}

TEST(Rrsig, does_not_hold_when_a_field_is_altered) {
  const SigningKey key = make_key();
  const RRset rrset = rrset_of("www.example. A 192.0.2.1");
  const Made made = sign(rrset, key);
  for (std::size_t i = 0; i < 18; ++i) {
    Made altered = made;
    altered.rdata[i] ^= 1;
    EXPECT_FALSE(holds(altered.view(), rrset, key)) << i;
  }
}

TEST(Rrsig, does_not_hold_by_another_key) {
  const RRset rrset = rrset_of("www.example. A 192.0.2.1");
  const Made made = sign(rrset, make_key());
  EXPECT_FALSE(holds(made.view(), rrset, make_key()));
  EXPECT_FALSE(holds(made.view(), rrset, make_key(Algorithm::ECDSAP256SHA256)));
}

TEST(Rrsig, of_a_wildcard_holds_for_its_expansion) {
  const SigningKey key = make_key();
  const Made made = sign(rrset_of("*.w.example. A 192.0.2.1"), key);
  EXPECT_TRUE(holds(made.view(), rrset_of("a.b.w.example. A 192.0.2.1"), key));
  EXPECT_TRUE(holds(made.view(), rrset_of("*.w.example. A 192.0.2.1"), key));
  EXPECT_FALSE(holds(made.view(), rrset_of("a.b.v.example. A 192.0.2.1"), key));
  EXPECT_TRUE(is_wildcard_expansion(made.view(), name_of("a.b.w.example.")));
  EXPECT_FALSE(is_wildcard_expansion(made.view(), name_of("*.w.example.")));
}

TEST(TimeCheck, includes_both_ends) {
  rr::Rrsig rrsig = rrsig_with(1, NameView());
  EXPECT_EQ(check_time(rrsig, span.inception.plus(-1)), TimeCheck::not_yet);
  EXPECT_EQ(check_time(rrsig, span.inception), TimeCheck::within);
  EXPECT_EQ(check_time(rrsig, span.expiration), TimeCheck::within);
  EXPECT_EQ(check_time(rrsig, span.expiration.plus(1)), TimeCheck::expired);
}

TEST(TimeCheck, goes_on_where_32_bits_end) {
  rr::Rrsig rrsig = rrsig_with(1, NameView());
  rrsig.inception = 0xffffff00;
  rrsig.expiration = 0x00000100;
  constexpr std::int64_t turn = std::int64_t{1} << 32;
  EXPECT_EQ(check_time(rrsig, {turn - 0x101}), TimeCheck::not_yet);
  EXPECT_EQ(check_time(rrsig, {turn - 0x100}), TimeCheck::within);
  EXPECT_EQ(check_time(rrsig, {turn + 0x100}), TimeCheck::within);
  EXPECT_EQ(check_time(rrsig, {turn + 0x101}), TimeCheck::expired);
}

TEST(TimeCheck, sees_an_expiration_before_the_inception) {
  rr::Rrsig rrsig = rrsig_with(1, NameView());
  std::swap(rrsig.inception, rrsig.expiration);
  EXPECT_EQ(check_time(rrsig, span.inception), TimeCheck::inverted);
}

TEST(FormCheck, tells_why_a_signature_does_not_fit) {
  const RRset rrset = rrset_of("www.example. MX 10 mail.example.");
  const auto form = [&](std::uint8_t labels, const char* signer) {
    const Name name = name_of(signer);
    return check_form(rrsig_with(labels, name), rrset);
  };
  EXPECT_EQ(form(2, "example."), FormCheck::fits);
  EXPECT_EQ(form(2, "WWW.example."), FormCheck::fits);
  EXPECT_EQ(form(1, "example."), FormCheck::fits);
  EXPECT_EQ(form(0, "."), FormCheck::fits);
  EXPECT_EQ(form(3, "example."), FormCheck::wrong_owner_labels);
  EXPECT_EQ(form(0, "example."), FormCheck::labels_below_signer);
  EXPECT_EQ(form(2, "example.org."), FormCheck::signer_not_ancestor);
  EXPECT_EQ(form(2, "a.www.example."), FormCheck::signer_not_ancestor);
  EXPECT_EQ(check_form(rrsig_with(2, NameView()), rrset_of("www.example. A 192.0.2.1")),
            FormCheck::wrong_type_covered);
}

// RFC 4035 appendix B.6: an answer that was made from *.w.example, by the zone's key.
TEST(Rrsig, holds_for_a_published_wildcard_expansion) {
  const auto records = records_of(R"(
example. 3600 IN DNSKEY 256 3 5 (
    AQOy1bZVvpPqhg4j7EJoM9rI3ZmyEx2OzDBVrZy/lvI5CQePxXHZS4i8dANH4DX3tbHol61ek8EFMcsGXxKciJFHyhl94C+N
    wILQdzsUlSFovBZsyl/NX6yEbtw/xN9ZNcrbYvgjjZ/UVPZIySFNsgEYvh0z2542lzMKR4Dh8uZffQ== )
a.z.w.example. 3600 IN MX 1 ai.example.
a.z.w.example. 3600 IN RRSIG MX 5 2 3600 20040509183619 20040409183619 38519 example. (
    OMK8rAZlepfzLWW75Dxd63jy2wswESzxDKG2f9AMN1CytCd10cYISAxfAdvXSZ7xujKAtPbctvOQ2ofO7AZJ+d01EeeQTVBP
    q4/6KCWhqe2XTjnkVLNvvhnc0u28aoSsG0+4InvkkOHknKxw4kX18MMR34i8lC36SR5xBni8vHI= )
)");
  const auto sets = group_rrsets(records);
  ASSERT_EQ(sets.size(), 2U);
  const auto dnskey = rr::Dnskey::read(records[0].rdata);
  const auto key = PublicKey::read(dnskey->algorithm, dnskey->key);
  const auto rrsig = rr::Rrsig::read(sets[1].signatures.rdatas().front());
  ASSERT_TRUE(key.ok() && rrsig.ok());
  EXPECT_EQ(key_tag(records[0].rdata), rrsig->key_tag);
  Octets scratch;
  EXPECT_TRUE(check_signature(*rrsig, sets[1].rrset, *key, scratch));
  EXPECT_TRUE(is_wildcard_expansion(*rrsig, sets[1].rrset.owner()));
}
