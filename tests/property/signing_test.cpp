// Signing of random zones: the number of threads, the order of the lines and whether they are read
// by vectors do not matter, and a signing that uses an earlier one gives what a full signing gives
// but for the signatures that it used again.
//
// Where VOUCH_SIGNED_ZONES names a folder, the zones are signed as of now and written there, so
// that tests/interop/random_zones_test.py can show them to the peers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "vouch/crypto/key_store.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/sign/verify_zone.hpp"
#include "vouch/zone/zone_load.hpp"
#include "vouch/zone/zone_text.hpp"

namespace vouch {
namespace {

const char* const folder = std::getenv("VOUCH_SIGNED_ZONES");
const Timestamp now{folder != nullptr ? std::time(nullptr) : 1700000000};
constexpr unsigned zones = 250;
constexpr unsigned agreeable_zones = 200;  // the first ones, which every peer accepts

using Random = std::mt19937;

std::size_t draw(Random& random, std::size_t below) { return random() % below; }

std::string random_owner(Random& random) {
  static const std::vector<std::string> labels = {"a",     "B", "c",   "*",     "_tcp", "x\\.y",
                                                  "\\007", "é", "sub", "zz--z", "0",    "xn--q"};
  std::string owner;
  for (std::size_t depth = 1 + draw(random, 4); depth > 0; --depth) {
    if (!owner.empty()) owner += '.';
    owner += labels[draw(random, labels.size())];
  }
  return owner;
}

// What an owner has: a CNAME and a delegation stand alone, so that the zone is a sound one.
std::vector<std::string> random_records(Random& random) {
  const std::string number = std::to_string(draw(random, 250));
  switch (draw(random, 8)) {
    case 0: return {"CNAME a"};
    case 1: return {"NS ns", "NS ns.elsewhere."};
    case 2: return {"NS ns", "DS " + number + " 13 2 " + std::string(64, 'A')};
    case 3: return {"DNAME elsewhere."};
    case 4: return {"A 192.0.2." + number, "AAAA 2001:db8::" + number};
    case 5: return {"TXT \"" + number + "\" \"\\\"\"", "MX 10 B"};
    case 6: return {"TYPE65280 \\# 2 0102", "CAA 0 issue \"ca\""};
    default: return {"A 192.0.2." + number};
  }
}

using Content = std::map<std::string, std::vector<std::string>>;

std::string text_of(const Content& content, unsigned serial, Random* shuffled = nullptr) {
  std::vector<std::string> lines;
  for (const auto& [owner, records] : content)
    for (const std::string& record : records) lines.push_back(owner + " " + record + "\n");
  if (shuffled != nullptr) std::shuffle(lines.begin(), lines.end(), *shuffled);
  std::string text = "$ORIGIN Random.\n$TTL 300\n@ SOA ns hostmaster " + std::to_string(serial) +
                     " 3600 600 86400 200\n@ NS ns\nns A 192.0.2.1\n";
  for (const std::string& line : lines) text += line;
  return text;
}

ZonePtr zone_of(const std::string& text, Kernel kernel = Kernel::best) {
  ZoneFileOptions options;
  options.kernel = kernel;
  ZoneFileReader reader = ZoneFileReader::from_text(text, "zone", options);
  LoadedZone loaded = load_zone(reader, std::nullopt);
  for (const Error& error : loaded.errors) ADD_FAILURE() << error.message();
  return loaded.zone;
}

std::string text_of(const Zone& zone) {
  std::string text;
  EXPECT_TRUE(write_zone_text(zone, [&](std::string_view piece) -> Result<void> {
                text += piece;
                return {};
              }).ok());
  return text;
}

std::vector<KeyPair> make_keys() {
  std::vector<KeyPair> keys;
  for (const std::uint16_t flags : {257, 256}) {
    KeyPair pair{Name::parse("random.").value(),
                 flags,
                 0,
                 SigningKey::generate(Algorithm::ED25519).value(),
                 "key",
                 {}};
    pair.key_tag = key_tag(pair.dnskey());
    keys.push_back(std::move(pair));
  }
  return keys;
}

SignPolicy policy_of(unsigned seed) {
  SignPolicy policy;
  policy.now = now;
  policy.span = {now.plus(-3600), now.plus(86400)};
  policy.denial = seed % 3 == 0 ? DenialKind::nsec : DenialKind::nsec3;
  policy.opt_out = seed % 3 == 2;
  policy.jitter = seed % 2 == 0 ? 3600 : 0;
  return policy;
}

void expect_verifies(const Zone& zone) {
  VerifyPolicy policy;
  policy.at = now.plus(60);
  const ZoneReport report = verify_zone(zone, policy).value();
  EXPECT_EQ(report.status, ZoneStatus::secure);
  for (const ZoneFinding& finding : report.findings) {
    if (severity(finding.code) == Severity::error)
      ADD_FAILURE() << text(finding.code) << " " << finding.owner.text();
  }
}

struct Lines {
  std::set<std::string> signatures;
  std::vector<std::string> others;
};

Lines lines_of(const Zone& zone) {
  Lines lines;
  const std::string text = text_of(zone);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string line = text.substr(start, end - start);
    start = end + 1;
    if (line.find("\tRRSIG\t") != std::string::npos) {
      lines.signatures.insert(std::move(line));
    } else {
      lines.others.push_back(std::move(line));
    }
  }
  return lines;
}

// Takes out what BIND or Knot DNS refuse though it can be signed and answered from: NS at a
// wildcard, and names below a DNAME (docs/interop.md).
void make_agreeable(Content& content) {
  const auto has = [&](const std::string& owner, std::string_view type) {
    const auto found = content.find(owner);
    return found != content.end() && found->second.front().starts_with(type);
  };
  const auto is_below_dname = [&](const std::string& owner) {
    for (std::size_t dot = owner.find('.'); dot != std::string::npos;
         dot = owner.find('.', dot + 1))
      if (has(owner.substr(dot + 1), "DNAME ")) return true;
    return false;
  };
  std::erase_if(content, [&](const auto& each) {
    return (each.first.starts_with('*') && has(each.first, "NS ")) || is_below_dname(each.first);
  });
}

void write_out(const Zone& zone, unsigned seed, const char* how) {
  if (folder == nullptr) return;
  std::ofstream out(std::string(folder) + "/" + std::to_string(seed) + "." + how);
  out << text_of(zone);
  EXPECT_TRUE(out.flush().good());
}

void change(Content& content, Random& random) {
  for (std::size_t i = 1 + draw(random, 3); i > 0; --i)
    content[random_owner(random)] = random_records(random);
  if (draw(random, 2) == 0 && !content.empty()) content.erase(content.begin());
}

TEST(Signing, gives_one_zone_whatever_the_threads_the_order_and_the_signing_before) {
  const std::vector<KeyPair> keys = make_keys();
  std::size_t reused = 0;
  for (unsigned seed = 0; seed < zones && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    Content content;
    for (std::size_t i = draw(random, 30); i > 0; --i)
      content[random_owner(random)] = random_records(random);
    if (seed < agreeable_zones) make_agreeable(content);
    SignPolicy policy = policy_of(seed);
    const ZonePtr by_octets = zone_of(text_of(content, 1), Kernel::scalar);
    const auto one = sign_zone(*by_octets, keys, policy);
    ASSERT_TRUE(one.ok()) << one.error().message();
    expect_verifies(*one->zone);
    policy.threads = 4;
    const auto four = sign_zone(*zone_of(text_of(content, 1, &random)), keys, policy);
    ASSERT_TRUE(four.ok()) << four.error().message();
    EXPECT_EQ(text_of(*four->zone), text_of(*one->zone));
    write_out(*four->zone, seed, "full");

    change(content, random);
    if (seed < agreeable_zones) make_agreeable(content);
    const ZonePtr changed = zone_of(text_of(content, 2));
    policy.now = now.plus(60);
    policy.span = {policy.now.plus(-3600), policy.now.plus(86400)};
    const auto full = sign_zone(*changed, keys, policy);
    ASSERT_TRUE(full.ok()) << full.error().message();
    policy.previous = one->zone;
    const auto incremental = sign_zone(*changed, keys, policy);
    ASSERT_TRUE(incremental.ok()) << incremental.error().message();
    expect_verifies(*incremental->zone);
    write_out(*incremental->zone, seed, "incremental");
    reused += incremental->signatures.reused;
    const Lines before = lines_of(*one->zone);
    const Lines wanted = lines_of(*full->zone);
    const Lines got = lines_of(*incremental->zone);
    EXPECT_EQ(got.others, wanted.others);
    EXPECT_EQ(got.signatures.size(), wanted.signatures.size());
    for (const std::string& line : got.signatures)
      EXPECT_TRUE(wanted.signatures.contains(line) || before.signatures.contains(line)) << line;
  }
  EXPECT_GT(reused, 1000U);
}

}  // namespace
}  // namespace vouch
