#include "resolver/engine/fetch.hpp"

#include <algorithm>

#include "resolver/engine/memory/known_evidence.hpp"

namespace vouch::resolver {
namespace {

/// That a query is listened to, where the client's time allows; other things are done meanwhile.
constexpr std::uint64_t longest_listen_ms = 4'000;
/// After the last query, where there is nothing else to be done; shorter where others wait for an
/// address that may be of no use.
constexpr std::uint64_t last_wait_ms = 3'000;
constexpr std::uint64_t last_wait_for_address_ms = 1'000;
/// Between looks at what another's probe has found out.
constexpr std::uint64_t look_again_ms = 200;

// The zone whose servers answer for the question: the parent's for DS (RFC 4035 section 4.2).
NameView place_of(const Question& question) {
  return question.type == RRType::DS ? question.name.view().parent() : question.name.view();
}

std::string text_of(const Candidate& candidate) {
  const ServerAddress& server = candidate.address;
  Octets rdata(server.address().begin(), server.address().end());
  std::string text = rdata_text(server.size == 16 ? RRType::AAAA : RRType::A, RRClass::IN, rdata) +
                     "#" + std::to_string(server.port);
  if (!candidate.name.is_root()) text += " (" + candidate.name.text() + ")";
  return text;
}

}  // namespace

Fetch::Fetch(Question question, Memory& memory, QueryBudget& budget, std::size_t depth,
             std::set<ServerAddress> avoided)
    : question_(std::move(question)),
      memory_(memory),
      budget_(budget),
      depth_(depth),
      minimiser_(question_, memory.settings.minimise_names && memory.settings.forwarders.empty()),
      round_(memory, std::move(avoided)) {}

FetchStep Fetch::start(Moment now) {
  if (!memory_.settings.forwarders.empty()) {
    std::vector<NameServer> forwarders;
    for (const ServerAddress& each : memory_.settings.forwarders)
      forwarders.push_back({Name(), {each}});
    round_.enter(Name(), std::move(forwarders));
    return next(now);
  }
  is_priming_ = question_.name.is_root() && question_.type == RRType::NS;
  const bool has_root = memory_.delegations.find(NameView(), now.ms) != nullptr;
  if (has_root || is_priming_ || depth_ > 0) return begin_at_closest_zone(now);
  if (memory_.delegations.closest(place_of(question_), now.ms) != nullptr)
    return begin_at_closest_zone(now);
  return AddressNeed{{Name(), RRType::NS, RRClass::IN}};
}

FetchStep Fetch::begin_at_closest_zone(Moment now) {
  const Delegation* closest = memory_.delegations.closest(place_of(question_), now.ms);
  if (closest == nullptr && memory_.hints) closest = &*memory_.hints;
  if (closest == nullptr) return fail(FetchFailure::unreachable, now);
  zones_ = memory_.delegations.zones_above(place_of(question_), now.ms);
  enter(*closest);
  return next(now);
}

void Fetch::enter(const Delegation& delegation) {
  round_.enter(delegation.zone, delegation.servers);
  open_.clear();
  current_ = 0;
  asked_.reset();
  has_own_servers_ = false;
}

std::optional<ServerAddress> Fetch::server() const {
  if (!asked_) return std::nullopt;
  return asked_->address;
}

bool Fetch::listens_to(std::uint64_t number) const {
  return std::any_of(open_.begin(), open_.end(),
                     [&](const Sent& each) { return each.number == number; });
}

// The best server that was not asked yet, then those whose address is still to be found, then those
// that the zone names itself, then those where the query or the answer may have been lost, then
// those whose glue may be out of date.
FetchStep Fetch::next(Moment now) {
  current_ = 0;
  skip_known_parts(now);
  using Among = FetchRound::Among;
  const auto choose = [&](Among among) {
    return round_.choose(among, minimiser_.next(round_.zone()), now);
  };
  if (const auto fresh = choose(Among::fresh)) return ask(*fresh, now);
  if (auto step = look_for_address(Missing::address, now)) return *std::move(step);
  if (add_own_servers(now)) return next(now);
  // Servers that do not answer may be such as do not cope with parts of names (RFC 9156 section 3
  // step 6e).
  if (round_.has_lost(now)) minimiser_.give_up();
  if (const auto lost = choose(Among::lost)) return ask(*lost, now);
  if (auto step = look_for_address(Missing::working_address, now)) return *std::move(step);
  if (const auto avoided = choose(Among::avoided)) return ask_avoided(*avoided, now);
  if (!budget_.has_time(now.ms)) return fail(FetchFailure::declined, now);
  if (const auto wait = pause(now)) return *wait;
  return fail(failure_, now);
}

FetchStep Fetch::ask_avoided(Candidate candidate, Moment now) {
  if (minimiser_.is_whole(round_.zone())) {
    // One of them is enough: the others said the same.
    round_.put_out_avoided();
    candidate.over_tcp = true;
  }
  return ask(candidate, now);
}

Question Fetch::question_for(const Candidate& candidate) const {
  if (candidate.is_probe) return {round_.zone(), RRType::SOA, question_.rrclass};
  return minimiser_.next(round_.zone());
}

FetchStep Fetch::ask(const Candidate& candidate, Moment now) {
  if (!budget_.spend_send(now.ms)) return fail(FetchFailure::declined, now);
  const std::uint64_t left = std::max<std::uint64_t>(budget_.left_ms(now.ms), 1);
  const std::uint64_t timeout = std::min(round_.patience_ms(candidate), left);
  const std::uint64_t listen = std::max(timeout, std::min(longest_listen_ms, left));
  const bool edns = without_edns_.count(candidate.address) == 0 &&
                    (round_.avoids_some() || memory_.servers.knows_edns(candidate.address, now.ms));
  round_.note_sent(candidate);
  if (candidate.is_probe)
    memory_.servers.holds.begin_probe(candidate.address, round_.zone(), now.ms + timeout, now.ms);
  asked_ = candidate;
  current_ = budget_.sends();
  open_.push_back({current_, candidate, question_for(candidate), edns, now.ms});
  return ServerQuery{current_,
                     candidate.address,
                     open_.back().question,
                     edns,
                     !memory_.settings.forwarders.empty(),
                     candidate.over_tcp,
                     timeout,
                     listen,
                     round_.zone()};
}

// Parts of the name that others asked for show where there is no cut (RFC 9156 section 3 step 5).
void Fetch::skip_known_parts(Moment now) {
  while (!minimiser_.is_whole(round_.zone())) {
    const Question part = minimiser_.next(round_.zone());
    if (!is_known_to_exist(memory_, part, now)) return;
    minimiser_.go_on(part.name);
  }
}

// Once for each zone.
bool Fetch::add_own_servers(Moment now) {
  if (has_own_servers_ || !memory_.settings.forwarders.empty()) return false;
  has_own_servers_ = true;
  const std::vector<NameServer> own = memory_.delegations.own_servers(round_.zone(), now.ms);
  round_.add_servers(own);
  return !own.empty();
}

// A name server below its own zone can't be found without the address that it has not.
bool Fetch::is_missing(const NameServer& server, Missing missing, Moment now) {
  if (server.name.is_at_or_below(round_.zone()) || is_priming_) return false;
  return std::all_of(server.addresses.begin(), server.addresses.end(),
                     [&](const ServerAddress& each) {
                       return missing == Missing::address ? !round_.is_usable(each, now)
                                                          : round_.is_spent(each, now);
                     });
}

std::optional<FetchStep> Fetch::look_for_address(Missing missing, Moment now) {
  if (!memory_.settings.forwarders.empty()) return std::nullopt;
  for (const NameServer& server : round_.servers()) {
    if (!is_missing(server, missing, now)) continue;
    for (const RRType type : {RRType::A, RRType::AAAA}) {
      ServerAddress of_type;
      of_type.size = type == RRType::A ? 4 : 16;
      if (!round_.is_usable(of_type, now)) continue;
      if (!addresses_sought_.insert({server.name, type}).second) continue;
      if (!budget_.spend_address_lookup(depth_)) return fail(FetchFailure::declined, now);
      return AddressNeed{{server.name, type, RRClass::IN}};
    }
  }
  return std::nullopt;
}

std::optional<Pause> Fetch::pause(Moment now) {
  const std::uint64_t left = budget_.left_ms(now.ms);
  if (round_.waits_for_probe(now)) return Pause{std::min(left, look_again_ms)};
  const std::uint64_t wait = depth_ == 0 ? last_wait_ms : last_wait_for_address_ms;
  std::uint64_t until = now.ms;
  for (const Sent& each : open_) {
    const Standing standing =
        memory_.servers.holds.standing(each.to.address, round_.zone(), now.ms);
    if (standing != Standing::held) until = std::max(until, each.ms + wait);
  }
  if (until == now.ms) return std::nullopt;
  return Pause{std::min(left, until - now.ms)};
}

FetchStep Fetch::on_addresses(const Evidence& found, Moment now) {
  if (found.question.type == RRType::NS) return begin_at_closest_zone(now);
  round_.add_addresses(found);
  return next(now);
}

std::optional<Fetch::Sent> Fetch::take(std::uint64_t number) {
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const Sent& each) { return each.number == number; });
  if (found == open_.end()) return std::nullopt;
  Sent sent = std::move(*found);
  open_.erase(found);
  return sent;
}

std::optional<FetchStep> Fetch::on_failure(std::uint64_t number, FetchFailure failure, Moment now,
                                           Told told) {
  auto sent = take(number);
  if (!sent) return std::nullopt;
  sent->told = told;
  if (failure == FetchFailure::declined) return fail(failure, now);
  const bool is_current = number == current_;
  // Who has no time left does not know what the server would have done.
  const bool is_witness = failure != FetchFailure::timeout || budget_.left_ms(now.ms) > 0;
  if (!sent->is_overdue && is_witness) note_failure(*sent, failure, now);
  const bool may_be_late = failure == FetchFailure::timeout && !sent->is_overdue;
  sent->is_overdue = true;
  if (may_be_late) open_.push_back(*std::move(sent));
  if (!is_current) return std::nullopt;
  failure_ = failure;
  return next(now);
}

std::optional<FetchStep> Fetch::on_busy(std::uint64_t number, const Busy& busy, Moment now) {
  const auto sent = take(number);
  if (!sent) return std::nullopt;
  budget_.note_busy(busy.with);
  failure_ = FetchFailure::declined;
  if (busy.is_server_only) {
    round_.put_out(sent->to.address);
    return next(now);
  }
  // What was sent before may still be answered.
  if (const auto wait = pause(now)) return *wait;
  return fail(failure_, now);
}

void Fetch::note_failure(const Sent& sent, FetchFailure failure, Moment now) {
  const ServerAddress& server = sent.to.address;
  HoldDown& holds = memory_.servers.holds;
  const bool is_noted_elsewhere = sent.told == Told::joined;
  switch (failure) {
    case FetchFailure::timeout:
      if (is_noted_elsewhere) return;
      memory_.servers.note_failure(server, now.ms);
      if (sent.to.is_probe) return holds.note_probe_lost(server, round_.zone(), now.ms);
      return holds.note_lost(server, round_.zone(), now.ms);
    case FetchFailure::unreachable:
      round_.put_out(server);
      if (is_noted_elsewhere) return;
      // The server is not to blame where this machine has no way to it.
      if (!memory_.servers.has_route(server, now.ms)) return;
      memory_.servers.note_failure(server, now.ms);
      if (sent.to.is_probe) return holds.note_probe_refused(server, round_.zone(), now.ms);
      if (!sent.to.over_tcp) holds.note_refusal(server, round_.zone(), now.ms);
      return;
    default: return set_aside(sent);
  }
}

// What it answered can't be used, and is not its last word on the whole name.
void Fetch::set_aside(const Sent& sent) {
  if (sent.question == question_) return round_.put_out(sent.to.address);
  minimiser_.give_up();
  round_.note_answer(sent.to.address);
}

std::optional<FetchStep> Fetch::on_reply(std::uint64_t number, const Message& reply, Moment now,
                                         Told told) {
  auto sent = take(number);
  if (!sent) return std::nullopt;
  sent->told = told;
  const bool is_current = number == current_;
  if (told == Told::sender)
    memory_.servers.note_answer(sent->to.address, now.ms - std::min(now.ms, sent->ms), now.ms);
  std::optional<Delegation> delegation;
  const ResponseKind kind = judge_response(reply, sent->question, round_.zone(), sent->edns,
                                           memory_.settings.query_port, delegation);
  const bool is_asked_now =
      sent->question == question_ || sent->question == minimiser_.next(round_.zone());
  const bool is_of_use = sent->to.is_probe ? judge_probe(*sent, kind, now)
                                           : is_asked_now && is_useful(*sent, reply, kind, now);
  if (is_of_use) return take_useful(*sent, reply, kind, std::move(delegation), now);
  if (!is_current) return std::nullopt;
  return next(now);
}

// False: a probe is no answer to the question.
bool Fetch::judge_probe(const Sent& sent, ResponseKind kind, Moment now) {
  HoldDown& holds = memory_.servers.holds;
  const bool refuses =
      kind == ResponseKind::failure || kind == ResponseKind::lame || kind == ResponseKind::referral;
  if (refuses) {
    failure_ = FetchFailure::servfail;
    holds.note_probe_refused(sent.to.address, round_.zone(), now.ms);
  } else {
    holds.note_answer(sent.to.address, round_.zone());
    round_.note_probe_answer(sent.to.address);
  }
  return false;
}

bool Fetch::is_useful(const Sent& sent, const Message& reply, ResponseKind kind, Moment now) {
  // What is cut by TCP as well is not whole (RFC 2181 section 9).
  if (reply.header.tc) {
    failure_ = FetchFailure::truncated;
    set_aside(sent);
    return false;
  }
  switch (kind) {
    case ResponseKind::no_edns:
      without_edns_.insert(sent.to.address);
      round_.note_answer(sent.to.address);
      return false;
    case ResponseKind::failure:
    case ResponseKind::lame: note_refusal(sent, now); return false;
    case ResponseKind::referral:
      // A resolver that is asked for everything has no business to send us elsewhere.
      if (memory_.settings.forwarders.empty()) return true;
      note_refusal(sent, now);
      return false;
    case ResponseKind::answer:
    case ResponseKind::no_type:
    case ResponseKind::no_name: return true;
  }
  return false;
}

void Fetch::note_refusal(const Sent& sent, Moment now) {
  failure_ = FetchFailure::servfail;
  const bool is_whole = sent.question == question_;
  // Some servers know only whole names, and some say FORMERR to parts (RFC 9156 section 3 step 6e).
  if (!is_whole) without_edns_.erase(sent.to.address);
  set_aside(sent);
  // Resolvers refuse what they were refused themselves.
  if (is_whole && memory_.settings.forwarders.empty() && sent.told == Told::sender)
    memory_.servers.holds.note_refusal(sent.to.address, round_.zone(), now.ms);
}

void Fetch::note_edns(const Sent& sent, Moment now) {
  if (sent.edns) {
    memory_.servers.note_edns(sent.to.address);
  } else if (without_edns_.count(sent.to.address) != 0 && sent.told == Told::sender) {
    memory_.servers.note_no_edns(sent.to.address, now.ms);
  }
}

FetchStep Fetch::take_useful(const Sent& sent, const Message& reply, ResponseKind kind,
                             std::optional<Delegation> delegation, Moment now) {
  asked_ = sent.to;
  memory_.servers.holds.note_answer(sent.to.address, round_.zone());
  round_.note_answer(sent.to.address);
  note_edns(sent, now);
  if (kind == ResponseKind::referral) return follow(*std::move(delegation), reply, now);
  keep_own_servers(reply, now);
  if (sent.question == question_) {
    if (is_priming_) keep_root_servers(reply, now);
    return evidence_of(reply, question_);
  }
  keep_evidence(memory_, evidence_of(reply, sent.question), now);
  // Below a name that does not exist there should be nothing, but some servers deny empty
  // non-terminals.
  if (kind != ResponseKind::no_name) {
    minimiser_.go_on(sent.question.name);
  } else {
    minimiser_.give_up();
  }
  return next(now);
}

FetchStep Fetch::follow(Delegation delegation, const Message& reply, Moment now) {
  if (!budget_.allows_referral(++referrals_)) return fail(FetchFailure::declined, now);
  memory_.delegations.store(delegation, now.ms);
  zones_.push_back(delegation.zone);
  // What the parent says about DS in its referral saves a query for it.
  keep_referral(memory_, Evidence::from_referral(reply, delegation.zone, text_of(*asked_)),
                round_.zone(), now);
  enter(delegation);
  return next(now);
}

// Where priming brings no addresses, those of the hints go on to serve (RFC 8109 section 3.3).
void Fetch::keep_root_servers(const Message& reply, Moment now) {
  std::vector<Record> records = reply.answer;
  records.insert(records.end(), reply.additional.begin(), reply.additional.end());
  auto root = read_root_servers(records, memory_.settings.query_port);
  if (!root && memory_.hints) {
    root = memory_.hints;
    root->ttl = 3600;
  }
  if (root) memory_.delegations.store(*root, now.ms);
}

Evidence Fetch::fail(FetchFailure failure, Moment now) {
  if (is_priming_ && memory_.hints) {
    Delegation hints = *memory_.hints;
    hints.ttl = 60;
    memory_.delegations.store(hints, now.ms);
  }
  return Evidence::failed(question_, failure, text_of_server(now));
}

// For people: who was asked last, or why nobody was.
std::string Fetch::text_of_server(Moment now) const {
  if (asked_) return text_of(*asked_);
  for (const NameServer& server : round_.servers()) {
    for (const ServerAddress& address : server.addresses) {
      if (memory_.servers.holds.standing(address, round_.zone(), now.ms) != Standing::good)
        return text_of({address, server.name}) + ", left alone for now after failures";
      if (!round_.is_usable(address, now))
        return text_of({address, server.name}) + ", to which there is no way from here";
    }
  }
  return {};
}

void Fetch::keep_own_servers(const Message& reply, Moment now) {
  const bool is_wanted = memory_.settings.forwarders.empty() && reply.header.aa &&
                         memory_.delegations.wants_own_servers(round_.zone(), now.ms);
  if (!is_wanted) return;
  auto own = read_own_servers(reply, round_.zone(), memory_.settings.query_port);
  if (!own.empty()) memory_.delegations.store_own_servers(round_.zone(), std::move(own), now.ms);
}

Evidence Fetch::evidence_of(const Message& reply, const Question& question) const {
  Evidence evidence = Evidence::from_message(reply, text_of(*asked_), round_.zone());
  evidence.question = question;
  if (memory_.settings.forwarders.empty()) evidence.zones = zones_;
  return evidence;
}

}  // namespace vouch::resolver
