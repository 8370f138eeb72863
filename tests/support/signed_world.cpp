#include "tests/support/signed_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "authority/engine/answer.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_records.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::testing {
namespace {

constexpr std::int64_t day = 86400;

bool has(const std::vector<Record>& records, const Name& owner, RRType type) {
  return std::any_of(records.begin(), records.end(),
                     [&](const Record& each) { return each.type == type && each.owner == owner; });
}

std::string joined(const std::string& label, const Name& apex) {
  return apex.is_root() ? label + "." : label + "." + apex.text();
}

// Name servers stand at `ns.<apex>`, each zone at an address of its own, so that a reader of a
// failing test can tell them apart.
Record server_address(const Name& apex) {
  unsigned sum = 1;
  for (const std::uint8_t octet : apex.wire()) sum = (sum * 31 + octet) % 251;
  return record_of(joined("ns", apex) + " A 192.0.2." + std::to_string(sum + 1));
}

std::vector<Record> records_of_text(const WorldZone& spec) {
  const Name apex = name_of(spec.apex);
  ZoneFileOptions options;
  options.origin = apex;
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(spec.text, spec.apex, options);
  ParsedFile file = read_all(reader);
  for (const Error& error : file.errors) ADD_FAILURE() << error.message();
  std::vector<Record> records = std::move(file.records);
  if (!has(records, apex, RRType::SOA))
    records.push_back(record_of(apex.text() + " SOA ns. hostmaster. 1 3600 600 86400 300"));
  if (!has(records, apex, RRType::NS)) {
    records.push_back(record_of(apex.text() + " NS " + joined("ns", apex)));
    records.push_back(server_address(apex));
  }
  return records;
}

std::vector<KeyPair> make_keys(const Name& zone, Algorithm algorithm) {
  std::vector<KeyPair> keys;
  for (const std::uint16_t flags : {std::uint16_t{257}, std::uint16_t{256}}) {
    const unsigned bits = algorithm == Algorithm::RSASHA256 ? 1024 : 0;
    KeyPair pair{zone, flags, 0, SigningKey::generate(algorithm, bits).value(), "key", {}};
    pair.key_tag = key_tag(pair.dnskey());
    keys.push_back(std::move(pair));
  }
  return keys;
}

Name parent_zone(const Name& apex, const std::vector<WorldZone>& all) {
  for (Name above = apex.parent();; above = above.parent()) {
    for (const WorldZone& each : all) {
      if (name_of(each.apex) == above) return above;
    }
    if (above.is_root()) return above;
  }
}

}  // namespace

SignedWorld::SignedWorld(std::vector<WorldZone> zones) {
  if (std::none_of(zones.begin(), zones.end(),
                   [](const WorldZone& each) { return each.apex == "."; }))
    zones.push_back({"."});
  for (const WorldZone& each : zones) {
    const Name apex = name_of(each.apex);
    if (each.is_signed) keys_.emplace(apex, make_keys(apex, each.algorithm));
  }
  for (const WorldZone& each : zones) add_zone(each, zones);
  rebuild();
  if (keys_.find(Name()) != keys_.end()) {
    const Record anchor = ds(".");
    anchors.add({Name(), RRType::DS, anchor.rdata});
  }
}

void SignedWorld::add_zone(const WorldZone& spec, const std::vector<WorldZone>& all) {
  const Name apex = name_of(spec.apex);
  std::vector<Record> records = records_of_text(spec);
  for (const WorldZone& child : all) {
    const Name cut = name_of(child.apex);
    if (cut.is_root() || !(parent_zone(cut, all) == apex)) continue;
    records.push_back(record_of(cut.text() + " NS " + joined("ns", cut)));
    records.push_back(server_address(cut));
    if (child.is_signed && child.has_ds) records.push_back(ds(child.apex, child.digest));
  }
  if (spec.before_signing) spec.before_signing(records);
  sign_zone_of(spec, std::move(records));
}

void SignedWorld::sign_zone_of(const WorldZone& spec, std::vector<Record> records) {
  const Name apex = name_of(spec.apex);
  if (spec.is_signed) {
    ZoneBuilder builder(apex);
    for (const Record& record : records) EXPECT_TRUE(builder.add(record).ok()) << record.text();
    SignPolicy policy;
    policy.now = world_time;
    policy.span = spec.span.value_or(SignatureSpan{world_time.plus(-day), world_time.plus(day)});
    policy.denial = spec.denial;
    policy.opt_out = spec.opt_out;
    policy.iterations = spec.iterations;
    auto made = sign_zone(*builder.build().value(), keys_.at(apex), policy);
    ASSERT_TRUE(made.ok()) << made.error().message();
    records = zone_records(*made->zone);
  }
  if (spec.after_signing) spec.after_signing(records);
  ZoneBuilder builder(apex);
  for (const Record& record : records) EXPECT_TRUE(builder.add(record).ok()) << record.text();
  zones_[apex] = builder.build().value();
}

void SignedWorld::rebuild() {
  std::vector<authority::ServedZone> served;
  for (const auto& [apex, zone] : zones_) served.push_back({apex, zone});
  zone_set_ = authority::ZoneSet(std::move(served));
}

void SignedWorld::replace(const std::string& apex, const std::vector<Record>& records) {
  ZoneBuilder builder(name_of(apex));
  for (const Record& record : records) EXPECT_TRUE(builder.add(record).ok()) << record.text();
  zones_[name_of(apex)] = builder.build().value();
  rebuild();
}

void SignedWorld::edit(const std::string& apex,
                       const std::function<void(std::vector<Record>&)>& change) {
  std::vector<Record> all = records(apex);
  change(all);
  replace(apex, all);
}

void SignedWorld::edit_and_sign(const std::string& apex, const std::string& owner, RRType type,
                                const std::function<void(std::vector<Record>&)>& change,
                                const Forgery& forgery) {
  edit(apex, [&](std::vector<Record>& all) {
    change(all);
    std::erase_if(all, [&](const Record& each) {
      return each.owner == name_of(owner) && covers(each, type);
    });
    all.push_back(sign(apex, rrset_of(all, owner, type), forgery));
  });
}

std::vector<Record> SignedWorld::records(const std::string& apex) const {
  return zone_records(*zone(apex));
}

const ZonePtr& SignedWorld::zone(const std::string& apex) const { return zones_.at(name_of(apex)); }

const std::vector<KeyPair>& SignedWorld::keys(const std::string& apex) const {
  return keys_.at(name_of(apex));
}

Record SignedWorld::ds(const std::string& apex, DigestType digest) const {
  const Name name = name_of(apex);
  return {name, RRType::DS, RRClass::IN, Ttl{3600},
          make_ds(name, keys(apex).front().dnskey(), digest).value()};
}

Record SignedWorld::sign(const std::string& apex, const RRset& rrset,
                         const Forgery& forgery) const {
  const KeyPair& pair = keys(apex).at(rrset.type() == RRType::DNSKEY ? 0 : 1);
  const Name signer = forgery.signer.value_or(name_of(apex));
  const SignatureSpan span =
      forgery.span.value_or(SignatureSpan{world_time.plus(-day), world_time.plus(day)});
  rr::Rrsig rrsig{rrset.type(),
                  forgery.algorithm.value_or(pair.key.algorithm()),
                  forgery.labels.value_or(rrsig_labels(rrset.owner())),
                  rrset.ttl(),
                  span.expiration.to_wire(),
                  span.inception.to_wire(),
                  forgery.key_tag.value_or(pair.key_tag),
                  signer,
                  {}};
  Octets octets;
  // More labels than the owner has are refused there; what is signed does not matter then.
  if (!append_signed_octets(octets, rrsig, rrset).ok()) octets = rrsig.write();
  const Octets signature = pair.key.sign(octets).value();
  rrsig.signature = signature;
  return {rrset.owner(), RRType::RRSIG, rrset.rrclass(), rrset.ttl(), rrsig.write()};
}

Message SignedWorld::served(const Question& question) const {
  Edns edns;
  edns.dnssec_ok = true;
  const Octets query = make_query(1, question, false, edns).write();
  authority::Client client;
  client.transport = authority::Transport::tcp;
  Octets reply;
  authority::answer(zone_set_, *read_query(query), client, {}, reply);
  auto message = Message::read(reply);
  EXPECT_TRUE(message.ok());
  return std::move(message).value();
}

Message SignedWorld::reply(const Question& question) const {
  Message message = served(question);
  if (tamper) tamper(question, message);
  return message;
}

Evidence SignedWorld::evidence(const Question& question) const {
  if (fails) {
    const FetchFailure failure = fails(question);
    if (failure != FetchFailure::none) return Evidence::failed(question, failure, "world");
  }
  Evidence evidence = Evidence::from_message(reply(question), "world");
  evidence.question = question;
  return evidence;
}

Verdict SignedWorld::validate(const std::string& name, RRType type) const {
  WorkBudget budget(options.limits);
  return validate(Question{name_of(name), type, RRClass::IN}, budget);
}

Verdict SignedWorld::validate(const Question& question, WorkBudget& budget) const {
  Validator::Options chosen = options;
  if (chosen.anchors == nullptr) chosen.anchors = &anchors;
  Validator validator(question, chosen, budget, now);
  Step step = validator.start(evidence(question));
  while (const Need* need = std::get_if<Need>(&step)) {
    needs.push_back(*need);
    if (needs.size() > 10000) {
      ADD_FAILURE() << "the validator asks without end";
      break;
    }
    step = validator.step(evidence(Question(needs.back().question)));
  }
  return std::get<Verdict>(std::move(step));
}

}  // namespace vouch::testing
