// Resolver: hostile replies to a resolution. However servers reply, the work stays within its
// limits and nothing is taken for secure but what was signed; and a hostile zone changes nothing in
// what is answered later about other zones out of the same memory.
//
// Input: one octet for the question and for who is hostile (the servers of evil.test., or
// everybody), then what each hostile reply is, as Hostility reads it.
#include <utility>

#include "authority/engine/answer.hpp"
#include "fuzz/fixed_zones.hpp"
#include "resolver/engine/reply.hpp"
#include "vouch/base/encoding.hpp"

using namespace vouch;
using namespace vouch::fuzz;
using namespace vouch::resolver;

namespace {

constexpr const char* root_text = R"($TTL 3600
. SOA ns. hostmaster. 1 3600 600 86400 300
. NS ns.
ns. A 192.0.2.1
test. NS ns.test.
ns.test. A 192.0.2.2
)";

constexpr const char* test_text = R"($TTL 3600
test. SOA ns.test. hostmaster.test. 1 3600 600 86400 300
test. NS ns.test.
ns.test. A 192.0.2.2
www.test. A 192.0.2.100
evil.test. NS ns.evil.test.
ns.evil.test. A 192.0.2.3
other.test. NS ns.other.test.
ns.other.test. A 192.0.2.4
signed.test. NS ns.signed.test.
ns.signed.test. A 192.0.2.5
)";

std::string child_text(const std::string& apex, int server, int address) {
  return "$TTL 3600\n" + apex + " SOA ns." + apex + " hostmaster." + apex +
         " 1 3600 600 86400 300\n" + apex + " NS ns." + apex + "\nns." + apex + " A 192.0.2." +
         std::to_string(server) + "\nwww." + apex + " A 192.0.2." + std::to_string(address) +
         "\n*.wild." + apex + " A 192.0.2.110\nalias." + apex + " CNAME www.other.test.\ntree." +
         apex + " DNAME other.test.\nprinter." + apex + " CNAME printer.local.\n";
}

const char* const names[] = {"www.test.",
                             "www.evil.test.",
                             "www.other.test.",
                             "www.signed.test.",
                             "x.wild.signed.test.",
                             "alias.signed.test.",
                             "alias.evil.test.",
                             "nothing.test.",
                             "a.b.c.evil.test.",
                             "evil.test.",
                             "other.test.",
                             "signed.test.",
                             "ns.other.test.",
                             "ns.evil.test.",
                             "test.",
                             "."};
constexpr RRType types[] = {RRType::A,  RRType::NS,   RRType::CNAME, RRType::DNAME, RRType::SOA,
                            RRType::DS, RRType::AAAA, RRType::NSEC,  RRType::RRSIG, RRType::DNSKEY};

Name name_at(std::size_t index) { return must(Name::parse(names[index % std::size(names)])); }

class World {
 public:
  World() {
    const KeyPair root = make_pair(".", 'a');
    const KeyPair test = make_pair("test.", 'b');
    const KeyPair signed_test = make_pair("signed.test.", 'c');
    add(1, Name(), sign(root_text + ds_line(test), root, DenialKind::nsec));
    add(2, test.zone, sign(test_text + ds_line(signed_test), test, DenialKind::nsec3));
    for (const auto& [server, apex] : {std::pair{3, "evil.test."}, {4, "other.test."}})
      add(server, must(Name::parse(apex)), load(child_text(apex, server, 100 + server), apex));
    add(5, signed_test.zone,
        sign(child_text("signed.test.", 5, 105), signed_test, DenialKind::nsec));
    anchors.add({Name(), RRType::DNSKEY, root.dnskey()});
  }

  /// Nothing where there is no such server.
  std::optional<Message> serve(const ServerQuery& query) const {
    const auto found = zones_.find(query.server.octets[3]);
    const bool is_ours = query.server.size == 4 && query.server.octets[0] == 192 &&
                         query.server.octets[1] == 0 && query.server.octets[2] == 2 &&
                         found != zones_.end();
    if (!is_ours) return std::nullopt;
    std::optional<Edns> edns;
    if (query.edns) edns.emplace().dnssec_ok = true;
    authority::Client client;
    client.transport = authority::Transport::tcp;
    Octets reply;
    const Octets message = make_query(1, query.question, false, edns).write();
    authority::answer(found->second, *read_query(message), client, {}, reply);
    return must(Message::read(reply));
  }

  std::unique_ptr<Memory> memory() const {
    const std::vector<Record> hints{
        {Name(), RRType::NS, RRClass::IN, Ttl{3600},
         must(parse_rdata_text(RRType::NS, RRClass::IN, "ns."))},
        {must(Name::parse("ns.")), RRType::A, RRClass::IN, Ttl{3600}, {192, 0, 2, 1}}};
    Settings settings;
    LocalNames::Switches local;
    for (const LocalSet set : {LocalSet::localhost, LocalSet::local, LocalSet::onion})
      local.set(static_cast<std::size_t>(set));
    settings.local_names = LocalNames(local);
    auto made = std::make_unique<Memory>(std::move(settings), read_root_servers(hints, 53));
    made->anchors = anchors;
    made->random = [state = std::uint32_t{1}]() mutable {
      return state = state * 1664525 + 1013904223;
    };
    return made;
  }

  AnchorStore anchors;

 private:
  void add(int server, const Name& apex, ZonePtr zone) {
    zones_.emplace(server, authority::ZoneSet({{apex, std::move(zone)}}));
  }
  std::map<int, authority::ZoneSet> zones_;
};

/// What hostile servers do, from the input.
class Hostility {
 public:
  explicit Hostility(std::span<const std::uint8_t> input) : input_(input) {}

  enum class Act : std::uint8_t { honest, timeout, unreachable, raw, records, altered };

  /// The reply instead of the honest one; nothing where there is none, as `act` says.
  Act next(const ServerQuery& query, const std::optional<Message>& honest, Octets& reply) {
    const std::uint8_t choice = octet();
    switch (input_.empty() ? 0 : choice % 8) {
      case 0: break;
      case 1: return Act::timeout;
      case 2: return Act::unreachable;
      case 3: write_raw(query, reply); return Act::raw;
      case 4:
        if (honest) write_altered(*honest, reply);
        return honest ? Act::altered : Act::timeout;
      default: write_records(query, honest, choice, reply); return Act::records;
    }
    if (!honest) return Act::timeout;
    reply = honest->write();
    return Act::honest;
  }

 private:
  std::uint8_t octet() {
    if (input_.empty()) return 0;
    const std::uint8_t first = input_.front();
    input_ = input_.subspan(1);
    return first;
  }

  static Message begin(const ServerQuery& query) {
    Message message = make_query(1, query.question, false);
    message.header.qr = true;
    message.header.aa = true;
    if (query.edns) message.edns.emplace();
    return message;
  }

  // Header and question, then whatever the input says.
  void write_raw(const ServerQuery& query, Octets& reply) {
    reply = begin(query).write();
    reply[7] = octet() % 4;
    reply[9] = octet() % 4;
    reply[11] = octet() % 4;
    reply[3] = octet();
    const std::size_t count = std::min<std::size_t>(octet(), input_.size());
    append_octets(reply, input_.first(count));
    input_ = input_.subspan(count);
  }

  void write_altered(const Message& honest, Octets& reply) {
    reply = honest.write();
    for (std::size_t changes = octet() % 8; changes > 0; --changes) {
      const std::size_t at = 12 + static_cast<std::size_t>(octet() << 8 | octet()) % reply.size();
      const std::uint8_t change = octet();
      if (at < reply.size()) reply[at] ^= change;
    }
  }

  // Records that say what they like about whom they like, beside honest ones or alone.
  void write_records(const ServerQuery& query, const std::optional<Message>& honest,
                     std::uint8_t choice, Octets& reply) {
    Message message = honest && choice % 2 == 0 ? *honest : begin(query);
    const std::uint8_t flags = octet();
    message.header.aa = (flags & 1) != 0;
    message.set_rcode(Rcode{static_cast<std::uint16_t>(flags >> 1 & 7)});
    for (std::size_t count = octet() % 24; count > 0; --count) {
      const std::uint8_t shape = octet();
      if (auto record = make_record(query, shape))
        message.section(static_cast<Section>(shape % 3)).push_back(*std::move(record));
    }
    reply = message.write();
  }

  std::optional<Record> make_record(const ServerQuery& query, std::uint8_t shape) {
    const RRType type = types[shape / 3 % std::size(types)];
    const std::uint8_t who = octet();
    const std::uint8_t whom = octet();
    Record record{who >= 240 ? query.question.name : name_at(who),
                  type,
                  RRClass::IN,
                  Ttl{static_cast<std::uint32_t>(octet()) * 100},
                  {}};
    switch (type) {
      case RRType::A: record.rdata = {203, 0, 113, whom}; break;
      case RRType::AAAA: record.rdata.assign(16, whom); break;
      case RRType::NS:
      case RRType::CNAME:
      case RRType::DNAME: {
        const Name target = name_at(whom);
        record.rdata.assign(target.wire().begin(), target.wire().end());
        break;
      }
      default: {
        const std::size_t count = std::min<std::size_t>(whom, input_.size());
        record.rdata.assign(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(count));
        input_ = input_.subspan(count);
        if (!check_rdata(type, RRClass::IN, record.rdata).ok()) return std::nullopt;
      }
    }
    return record;
  }

  std::span<const std::uint8_t> input_;
};

struct Client {
  const World& world;
  Memory& memory;
  Moment moment{now, 1000};
  Hostility* hostility = nullptr;
  bool is_everybody_hostile = false;

  bool is_hostile(const ServerQuery& query) const {
    return hostility != nullptr &&
           (is_everybody_hostile || query.server.octets[3] == 3 || query.server.octets[0] != 192);
  }

  Answer ask(const Question& question) {
    if (auto known = find_known(memory, question, false, moment)) return *known;
    Resolution resolution(question, false, memory, moment);
    std::optional<Resolution::Output> output = resolution.start(moment);
    const std::uint64_t began_ms = moment.ms;
    late.reset();
    while (!output || !std::holds_alternative<Answer>(*output)) {
      expect(moment.ms - began_ms <= memory.settings.limits.milliseconds);
      expect(output.has_value());
      if (const auto* pause = std::get_if<Pause>(&*output)) {
        moment.ms += pause->ms;
        output = resolution.on_pause_over(moment);
        continue;
      }
      const ServerQuery query = std::get<ServerQuery>(*output);
      expect(resolution.sends() <= memory.settings.limits.sends);
      if (hostility == nullptr) expect(query.server.octets[0] == 192 && query.server.octets[3] < 6);
      output = exchange(resolution, query);
    }
    return std::get<Answer>(*std::move(output));
  }

  // The query that is under way always leads on; what is late may.
  std::optional<Resolution::Output> exchange(Resolution& resolution, const ServerQuery& query) {
    const std::optional<Message> honest = world.serve(query);
    Octets reply;
    auto act = honest ? Hostility::Act::honest : Hostility::Act::timeout;
    if (is_hostile(query)) {
      act = hostility->next(query, honest, reply);
    } else if (honest) {
      reply = honest->write();
    }
    if (act == Hostility::Act::timeout) {
      moment.ms += query.timeout_ms;
      late = query.number;
      return resolution.on_failure(query.number, FetchFailure::timeout, moment);
    }
    if (act == Hostility::Act::unreachable)
      return resolution.on_failure(query.number, FetchFailure::unreachable, moment);
    moment.ms += 5;
    // The reply comes to an older question, too.
    if (late && is_hostile(query)) {
      const std::uint64_t number = *std::exchange(late, std::nullopt);
      if (auto output = resolution.on_reply(number, reply, moment)) return output;
    }
    return resolution.on_reply(query.number, reply, moment);
  }

  std::optional<std::uint64_t> late = {};
};

std::string told(const Verdict& verdict) {
  std::string text(vouch::text(verdict.status()));
  text += vouch::text(verdict.rcode);
  for (const CheckedRRset& each : verdict.rrsets) {
    if (each.section != Section::answer) continue;
    for (const OctetView rdata : each.rrset.rrset.rdatas()) {
      text += '\n' + Name::lowered(each.rrset.rrset.owner()).text() + ' ' +
              vouch::text(each.rrset.rrset.type()) + ' ';
      text += base16_text(rdata);
    }
  }
  return text;
}

void check_reply(const Question& question, const Answer& answer) {
  ClientQuery query;
  query.question = question;
  query.has_edns = query.dnssec_ok = true;
  Octets reply;
  write_reply(query, answer, 1232, reply);
  expect(reply.size() <= 1232);
  const Message message = must(Message::read(reply));
  expect(!message.header.ad || answer.verdict->is_secure());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const World world;
  if (size < 2) return 0;
  Hostility hostility({octets + 1, size - 1});
  const auto memory = world.memory();
  Client client{world, *memory};
  client.hostility = &hostility;
  client.is_everybody_hostile = (octets[0] & 0x10) != 0;
  // DNAMEs and denials that were known before, true ones or not.
  if ((octets[0] & 0x20) != 0) {
    for (const char* name : {"a.tree.evil.test.", "b.tree.evil.test.", "none.signed.test."})
      client.ask({must(Name::parse(name)), RRType::A, RRClass::IN});
  }
  const Question question{name_at(octets[0] & 0xf), RRType::A, RRClass::IN};
  const Answer answer = client.ask(question);
  check_reply(question, answer);
  const auto fresh = world.memory();
  if (answer.verdict->is_secure())
    expect(told(*answer.verdict) == told(*Client{world, *fresh}.ask(question).verdict));
  if (client.is_everybody_hostile) return 0;

  // Everybody is honest from now on, and what evil.test. said concerns nobody else.
  client.hostility = nullptr;
  client.moment.ms += 100'000;
  for (const char* name :
       {"www.other.test.", "www.signed.test.", "www.test.", "nothing.test.", "x.tree.signed.test.",
        "www.tree.signed.test.", "printer.signed.test.", "a.localhost.", "x.onion."}) {
    const Question later{must(Name::parse(name)), RRType::A, RRClass::IN};
    const auto untouched = world.memory();
    expect(told(*client.ask(later).verdict) == told(*Client{world, *untouched}.ask(later).verdict));
  }
  return 0;
}
