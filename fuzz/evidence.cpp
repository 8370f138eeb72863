// Evidence: replies of a small world of signed zones, altered as the input says, are never taken
// for secure unless they are what was served; and nothing that a zone signs itself, however odd,
// makes the validator ask without end or over its budget.
//
// Input: one octet for the question, one for the options, then changes of five octets each: reply,
// kind of change, record, place, value.
#include "authority/engine/answer.hpp"
#include "fuzz/fixed_zones.hpp"
#include "vouch/validate/validator.hpp"

using namespace vouch;
using namespace vouch::fuzz;

namespace {

constexpr const char* root_text = R"($TTL 3600
. SOA ns. hostmaster. 1 3600 600 86400 300
. NS ns.test.
test. NS ns.test.
ns.test. A 192.0.2.1
)";

constexpr const char* test_text = R"($TTL 3600
test. SOA ns.test. hostmaster.test. 1 3600 600 86400 300
test. NS ns.test.
ns.test. A 192.0.2.1
www.test. A 192.0.2.2
www.test. TXT "two" "strings"
a.ent.test. A 192.0.2.3
*.wild.test. A 192.0.2.4
alias.test. CNAME www.test.
far.test. DNAME hashed.test.
out.test. CNAME www.hashed.test.
hashed.test. NS ns.test.
plain.test. NS ns.test.
)";

constexpr const char* hashed_text = R"($TTL 3600
hashed.test. SOA ns.test. hostmaster.test. 1 3600 600 86400 300
hashed.test. NS ns.test.
www.hashed.test. A 192.0.2.5
*.wild.hashed.test. A 192.0.2.6
a.ent.hashed.test. TXT "e"
plain.hashed.test. NS ns.test.
)";

constexpr const char* plain_text = R"($TTL 3600
plain.test. SOA ns.test. hostmaster.test. 1 3600 600 86400 300
plain.test. NS ns.test.
www.plain.test. A 192.0.2.7
)";

class World {
 public:
  World() {
    pairs_.push_back(make_pair(".", 'a'));
    pairs_.push_back(make_pair("test.", 'b'));
    pairs_.push_back(make_pair("hashed.test.", 'c'));
    const auto signed_zone = [&](std::size_t number, const std::string& text, bool nsec3) {
      return sign(text, pairs_[number], nsec3 ? DenialKind::nsec3 : DenialKind::nsec);
    };
    std::vector<authority::ServedZone> zones;
    zones.push_back({Name(), signed_zone(0, root_text + ds_line(pairs_[1]), false)});
    zones.push_back({pairs_[1].zone, signed_zone(1, test_text + ds_line(pairs_[2]), false)});
    zones.push_back({pairs_[2].zone, signed_zone(2, hashed_text, true)});
    zones.push_back({must(Name::parse("plain.test.")), load(plain_text, "plain.test.")});
    zones_ = authority::ZoneSet(std::move(zones));
    anchors.add({Name(), RRType::DNSKEY, pairs_[0].dnskey()});
  }

  Message serve(const Question& question) const {
    Edns edns;
    edns.dnssec_ok = true;
    authority::Client client;
    client.transport = authority::Transport::tcp;
    Octets reply;
    const Octets message = make_query(1, question, false, edns).write();
    authority::answer(zones_, *read_query(message), client, {}, reply);
    return must(Message::read(reply));
  }

  const std::vector<KeyPair>& pairs() const { return pairs_; }
  AnchorStore anchors;

 private:
  std::vector<KeyPair> pairs_;
  authority::ZoneSet zones_;
};

struct Change {
  std::uint8_t reply, kind, record, place, value;
};

const char* const names[] = {"www.test.",
                             "nowhere.test.",
                             "x.wild.test.",
                             "ent.test.",
                             "alias.test.",
                             "www.far.test.",
                             "out.test.",
                             "www.hashed.test.",
                             "nowhere.hashed.test.",
                             "x.wild.hashed.test.",
                             "ent.hashed.test.",
                             "www.plain.test.",
                             "plain.hashed.test.",
                             "test.",
                             "."};
constexpr RRType types[] = {RRType::A, RRType::TXT, RRType::DS, RRType::ANY};

/// Alters replies, and says whether a zone signed something that it had not.
class Forger {
 public:
  Forger(const World& world, std::span<const std::uint8_t> input) : world_(world) {
    for (; input.size() >= 5 && changes_.size() < 16; input = input.subspan(5))
      changes_.push_back({input[0], input[1], input[2], input[3], input[4]});
  }

  void apply(std::size_t number, Message& reply) {
    for (const Change& change : changes_) {
      if (change.reply % 16 == number % 16) apply(change, reply);
    }
    for (const Section section : {Section::answer, Section::authority}) {
      std::erase_if(reply.section(section), [&](const Record& each) {
        const bool is_read = check_rdata(each.type, each.rrclass, each.rdata).ok() ||
                             is_carried_malformed(each.type);
        if (!is_read) reply.malformed.push_back(malformed(section, each));
        return !is_read;
      });
    }
  }
  bool has_signed() const { return has_signed_; }

 private:
  static MalformedRecord malformed(Section section, const Record& record) {
    RRType covered{0};
    if (record.type == RRType::RRSIG && record.rdata.size() >= 2)
      covered = static_cast<RRType>(record.rdata[0] << 8 | record.rdata[1]);
    return {section, record.owner, record.type, record.rrclass, record.ttl, covered};
  }

  void apply(const Change& change, Message& reply) {
    std::vector<Record>& section = (change.record & 0x80) != 0 ? reply.authority : reply.answer;
    if (section.empty()) return;
    const std::size_t at = (change.record & 0x7f) % section.size();
    Record& record = section[at];
    switch (change.kind % 10) {
      case 0:
        if (!record.rdata.empty()) record.rdata[change.place % record.rdata.size()] ^= change.value;
        break;
      case 1: section.erase(section.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 2: record.owner = must(Name::parse(names[change.value % std::size(names)])); break;
      case 3:
        record.type = RRType{static_cast<std::uint16_t>(change.place << 8 | change.value)};
        break;
      case 4: record.ttl = Ttl{change.value}; break;
      case 5: reply.set_rcode(change.value % 2 == 0 ? Rcode::NXDOMAIN : Rcode::NOERROR); break;
      case 6: section = world_.serve(question_of(change.place, change.value)).answer; break;
      case 7: section = world_.serve(question_of(change.place, change.value)).authority; break;
      case 8:
        if (!record.rdata.empty()) record.rdata.resize(1 + change.value % 80, change.place);
        break;
      default: sign(change, section, at); break;
    }
  }

  static Question question_of(std::uint8_t name, std::uint8_t type) {
    return {must(Name::parse(names[name % std::size(names)])), types[type % std::size(types)],
            RRClass::IN};
  }

  /// A new signature over the RRset of the record as it is now, by one of the zones.
  void sign(const Change& change, std::vector<Record>& section, std::size_t at) {
    const Record record = section[at];
    if (record.type == RRType::RRSIG ||
        !check_rdata(record.type, record.rrclass, record.rdata).ok())
      return;
    RRset rrset(record.owner, record.type, record.rrclass, record.ttl);
    for (const Record& each : section) {
      const bool belongs = each.type == record.type && each.owner == record.owner &&
                           check_rdata(each.type, each.rrclass, each.rdata).ok();
      if (belongs) rrset.add(each.rdata);
    }
    const KeyPair& pair = world_.pairs()[change.value % world_.pairs().size()];
    Octets scratch;
    auto rrsig = make_rrsig(rrset, pair.key, pair.key_tag, pair.zone, {now.plus(-60), now.plus(60)},
                            scratch);
    if (!rrsig.ok()) return;
    section.push_back({record.owner, RRType::RRSIG, record.rrclass, record.ttl, *std::move(rrsig)});
    has_signed_ = true;
  }

  const World& world_;
  std::vector<Change> changes_;
  bool has_signed_ = false;
};

std::string told(const Verdict& verdict) {
  std::string text = vouch::text(verdict.rcode);
  for (const CheckedRRset& each : verdict.rrsets) {
    if (each.section != Section::answer || each.status != Status::secure) continue;
    const RRset& rrset = each.rrset.rrset;
    for (const OctetView rdata : rrset.rdatas()) {
      text += '\n' + rrset.owner().text() + ' ' + vouch::text(rrset.type()) + ' ' +
              rdata_text(rrset.type(), RRClass::IN, rdata);
    }
  }
  for (char& letter : text)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
}

Evidence evidence_of(const World& world, const Question& question, Forger* forger,
                     std::size_t number) {
  Message reply = world.serve(question);
  if (forger != nullptr) forger->apply(number, reply);
  Evidence evidence = Evidence::from_message(reply, "world");
  evidence.question = question;
  return evidence;
}

/// What is kept from one query to the next.
struct Kept {
  MapKeyCache cache;
  SignatureMemory signatures{1 << 14};
};

Verdict validate(const World& world, const Question& question, bool trace, Forger* forger,
                 Kept* kept = nullptr) {
  Validator::Options options;
  options.anchors = &world.anchors;
  options.trace = trace;
  if (kept != nullptr) {
    options.cache = &kept->cache;
    options.signatures = &kept->signatures;
  }
  WorkBudget budget(options.limits);
  Validator validator(question, options, budget, now);
  std::size_t number = 0;
  Step step = validator.start(evidence_of(world, question, forger, number));
  while (const Need* need = std::get_if<Need>(&step)) {
    expect(++number <= options.limits.fetches + options.limits.refetches_in_all);
    const Question wanted = need->question;
    step = validator.step(evidence_of(world, wanted, forger, number));
  }
  expect(budget.signature_checks_done <= options.limits.signature_checks);
  expect(budget.nsec3.hashes_done <= options.limits.nsec3_hashes);
  return std::get<Verdict>(std::move(step));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const World world;
  if (size < 2) return 0;
  const Question question{must(Name::parse(names[octets[0] % std::size(names)])),
                          types[octets[0] / 64], RRClass::IN};
  const bool trace = (octets[1] & 1) != 0;
  Forger forger(world, {octets + 2, size - 2});
  const Verdict after = validate(world, question, trace, &forger);
  expect(!after.text().empty());
  if (forger.has_signed()) return 0;
  const Verdict before = validate(world, question, trace, nullptr);
  // What forged replies leave behind changes no verdict, nor does what good ones leave help them.
  Kept kept;
  validate(world, question, false, &forger, &kept);
  expect(validate(world, question, false, nullptr, &kept).status() == before.status());
  const Verdict later = validate(world, question, false, &forger, &kept);
  const bool is_taken = later.is_secure() && question.type != RRType::ANY;
  if (is_taken) expect(before.is_secure() && told(later) == told(before));
  const bool is_refused = after.status() == Status::bogus || after.status() == Status::failed;
  if (is_refused) return 0;
  expect(after.status() == before.status());
  // What is left out of an answer to ANY is nobody's to prove (RFC 8482 section 4).
  if (before.is_secure() && question.type != RRType::ANY) expect(told(after) == told(before));
  return 0;
}
