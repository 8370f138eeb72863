#include "resolver/engine/fetch.hpp"

#include <algorithm>

#include "resolver/engine/memory/known_evidence.hpp"
#include "resolver/engine/servers/response_kind.hpp"

namespace vouch::resolver {
namespace {

/// Of one question at one server (RFC 9520 section 3.1: not more than three).
constexpr unsigned most_tries = 3;

// The zone whose servers answer for the question: the parent's for DS (RFC 4035 section 4.2).
NameView place_of(const Question& question) {
  return question.type == RRType::DS ? question.name.view().parent() : question.name.view();
}

std::string text_of(const ServerAddress& server, const Name& name) {
  Octets rdata(server.address().begin(), server.address().end());
  std::string text = rdata_text(server.size == 16 ? RRType::AAAA : RRType::A, RRClass::IN, rdata) +
                     "#" + std::to_string(server.port);
  if (!name.is_root()) text += " (" + name.text() + ")";
  return text;
}

bool has_denial(const Message& referral) {
  return std::any_of(referral.authority.begin(), referral.authority.end(), [](const Record& each) {
    return each.type == RRType::DS || each.type == RRType::NSEC || each.type == RRType::NSEC3;
  });
}

}  // namespace

Fetch::Fetch(Question question, Memory& memory, QueryBudget& budget, std::size_t depth,
             std::set<ServerAddress> avoided)
    : question_(std::move(question)),
      memory_(memory),
      budget_(budget),
      depth_(depth),
      avoided_(std::move(avoided)),
      minimiser_(question_, memory.settings.minimise_names && memory.settings.forwarders.empty()) {}

FetchStep Fetch::start(Moment now) {
  if (!memory_.settings.forwarders.empty()) {
    minimiser_.give_up();
    for (const ServerAddress& each : memory_.settings.forwarders)
      servers_.push_back({Name(), {each}});
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
  zone_ = delegation.zone;
  servers_ = delegation.servers;
  tried_.clear();
  lost_.clear();
}

std::optional<Fetch::Candidate> Fetch::choose(bool among_avoided, Moment now) const {
  std::optional<Candidate> best;
  std::uint64_t best_price = 0;
  for (const NameServer& server : servers_) {
    for (const ServerAddress& address : server.addresses) {
      const bool fits = tried_.count(address) == 0 &&
                        (avoided_.count(address) != 0) == among_avoided &&
                        (address.size == 4 || memory_.settings.use_ipv6);
      if (!fits) continue;
      // A little chance, so that all of several servers stay known.
      const std::uint64_t price =
          memory_.servers.price_ms(address, zone_, now.ms) + memory_.random() % 16;
      if (best && best_price <= price) continue;
      best = Candidate{address, server.name};
      best_price = price;
    }
  }
  return best;
}

// The best server that was not asked yet, then those whose address is still to be found, then those
// where the query or the answer may have been lost, then those whose glue may be out of date.
FetchStep Fetch::next(Moment now) {
  skip_known_parts(now);
  if (const auto candidate = choose(false, now)) return ask(*candidate, false, now);
  if (auto step = look_for_address(Missing::address, now)) return *std::move(step);
  if (retry_lost()) {
    if (const auto candidate = choose(false, now)) return ask(*candidate, false, now);
  }
  if (auto step = look_for_address(Missing::working_address, now)) return *std::move(step);
  const auto avoided = choose(true, now);
  if (avoided && minimiser_.is_whole(zone_)) {
    const Candidate again = *avoided;
    // One of them is enough: the others said the same.
    tried_.insert(avoided_.begin(), avoided_.end());
    return ask(again, true, now);
  }
  if (avoided) return ask(*avoided, false, now);
  return fail(failure_, now);
}

FetchStep Fetch::ask(const Candidate& candidate, bool over_tcp, Moment now) {
  if (!budget_.spend_send(now.ms)) return fail(FetchFailure::declined, now);
  tried_.insert(candidate.address);
  asked_ = candidate.address;
  asked_name_ = candidate.name;
  sent_ = minimiser_.next(zone_);
  sent_edns_ = without_edns_.count(candidate.address) == 0 &&
               (!avoided_.empty() || memory_.servers.knows_edns(candidate.address, now.ms));
  sent_ms_ = now.ms;
  const std::uint64_t timeout =
      std::min(memory_.servers.timeout_ms(candidate.address, memory_.settings.server_timeout_ms),
               std::max<std::uint64_t>(budget_.left_ms(now.ms), 1));
  return ServerQuery{candidate.address, sent_,  sent_edns_, !memory_.settings.forwarders.empty(),
                     over_tcp,          timeout};
}

// Whether there is one to try again. Servers that do not answer may be such as do not cope with
// parts of names (RFC 9156 section 2.3).
bool Fetch::retry_lost() {
  bool is_any = false;
  for (const auto& [address, times] : lost_) {
    if (times < most_tries) is_any = tried_.erase(address) != 0 || is_any;
  }
  if (is_any) minimiser_.give_up();
  return is_any;
}

// Parts of the name that others asked for show where there is no cut (RFC 9156 section 3 step 5).
void Fetch::skip_known_parts(Moment now) {
  while (!minimiser_.is_whole(zone_)) {
    const Question part = minimiser_.next(zone_);
    if (!is_known_to_exist(memory_, part, now)) return;
    minimiser_.go_on(part.name);
  }
}

// A name server below its own zone can't be found without the address that it has not.
bool Fetch::is_missing(const NameServer& server, Missing missing) const {
  if (server.name.is_at_or_below(zone_) || is_priming_) return false;
  if (missing == Missing::address) return server.addresses.empty();
  return std::all_of(server.addresses.begin(), server.addresses.end(),
                     [&](const ServerAddress& each) { return tried_.count(each) != 0; });
}

std::optional<FetchStep> Fetch::look_for_address(Missing missing, Moment now) {
  if (!memory_.settings.forwarders.empty()) return std::nullopt;
  for (const NameServer& server : servers_) {
    if (!is_missing(server, missing)) continue;
    for (const RRType type : {RRType::A, RRType::AAAA}) {
      if (type == RRType::AAAA && !memory_.settings.use_ipv6) continue;
      if (!addresses_sought_.insert({server.name, type}).second) continue;
      if (!budget_.spend_address_lookup(depth_)) return fail(FetchFailure::declined, now);
      return AddressNeed{{server.name, type, RRClass::IN}};
    }
  }
  return std::nullopt;
}

FetchStep Fetch::on_addresses(const Evidence& found, Moment now) {
  if (found.question.type == RRType::NS) return begin_at_closest_zone(now);
  const SignedRRset* rrset = find_rrset(found.answer, found.question.name, found.question.type);
  for (NameServer& server : servers_) {
    if (rrset == nullptr || !(server.name == found.question.name)) continue;
    for (const OctetView rdata : rrset->rrset.rdatas()) {
      const auto address = server_address(found.question.type, rdata, memory_.settings.query_port);
      const bool is_known = !address || std::find(server.addresses.begin(), server.addresses.end(),
                                                  *address) != server.addresses.end();
      // As many again as came with the referral.
      if (!is_known && server.addresses.size() < 2 * max_server_addresses)
        server.addresses.push_back(*address);
    }
  }
  return next(now);
}

FetchStep Fetch::on_failure(FetchFailure failure, Moment now) {
  failure_ = failure;
  if (asked_) memory_.servers.note_failure(*asked_, now.ms);
  if (asked_ && failure == FetchFailure::timeout) ++lost_[*asked_];
  return next(now);
}

FetchStep Fetch::on_reply(const Message& reply, Moment now) {
  memory_.servers.note_answer(*asked_, now.ms - std::min(now.ms, sent_ms_), now.ms);
  std::optional<Delegation> delegation;
  const ResponseKind kind =
      judge_response(reply, sent_, zone_, sent_edns_, memory_.settings.query_port, delegation);
  const bool is_whole = sent_ == question_;
  // A resolver that is asked for everything has no business to send us elsewhere.
  const bool leads_astray = kind == ResponseKind::referral && !memory_.settings.forwarders.empty();
  if (leads_astray) return refused(is_whole, now);
  lost_.erase(*asked_);
  switch (kind) {
    case ResponseKind::no_edns:
      without_edns_.insert(*asked_);
      tried_.erase(*asked_);
      return next(now);
    case ResponseKind::failure:
    case ResponseKind::lame: return refused(is_whole, now);
    case ResponseKind::referral:
    case ResponseKind::answer:
    case ResponseKind::no_type:
    case ResponseKind::no_name: break;
  }
  if (sent_edns_) {
    memory_.servers.note_edns(*asked_, now.ms);
  } else if (without_edns_.count(*asked_) != 0) {
    memory_.servers.note_no_edns(*asked_, now.ms);
  }
  if (kind == ResponseKind::referral) return follow(*std::move(delegation), reply, now);
  if (is_whole && is_priming_) keep_root_servers(reply, now);
  if (is_whole) return evidence_of(reply, question_);
  keep_evidence(memory_, evidence_of(reply, sent_), now);
  // Below a name that does not exist there should be nothing, but some servers deny empty
  // non-terminals.
  if (kind != ResponseKind::no_name) {
    minimiser_.go_on(sent_.name);
  } else {
    minimiser_.give_up();
  }
  tried_.erase(*asked_);
  return next(now);
}

FetchStep Fetch::refused(bool is_whole, Moment now) {
  failure_ = FetchFailure::servfail;
  if (is_whole) {
    memory_.servers.note_lame(*asked_, zone_, now.ms);
  } else {
    // Some servers know only whole names (RFC 9156 section 2.3).
    minimiser_.give_up();
    tried_.erase(*asked_);
  }
  return next(now);
}

FetchStep Fetch::follow(Delegation delegation, const Message& reply, Moment now) {
  if (!budget_.allows_referral(++referrals_)) return fail(FetchFailure::declined, now);
  memory_.delegations.store(delegation, now.ms);
  zones_.push_back(delegation.zone);
  if (has_denial(reply)) keep_referral(delegation, reply, now);
  enter(delegation);
  return next(now);
}

// What the parent says about DS in its referral saves a query for it.
void Fetch::keep_referral(const Delegation& delegation, const Message& reply, Moment now) {
  Evidence evidence =
      Evidence::from_referral(reply, delegation.zone, text_of(*asked_, asked_name_));
  std::erase_if(evidence.authority, [&](const SignedRRset& each) {
    return each.rrset.type() == RRType::NS || !each.rrset.owner().is_at_or_below(zone_);
  });
  const QuestionKey ds(evidence.question);
  constexpr std::uint32_t longest = 3600;
  const std::uint64_t seconds = std::min(delegation.ttl, longest);
  memory_.evidence.store(ds, {std::make_shared<const Evidence>(std::move(evidence)), now.ms},
                         now.ms + seconds * 1000, 1000);
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
  return Evidence::failed(question_, failure, asked_ ? text_of(*asked_, asked_name_) : "");
}

Evidence Fetch::evidence_of(const Message& reply, const Question& question) const {
  Evidence evidence = Evidence::from_message(reply, text_of(*asked_, asked_name_), zone_);
  evidence.question = question;
  if (memory_.settings.forwarders.empty()) evidence.zones = zones_;
  return evidence;
}

}  // namespace vouch::resolver
