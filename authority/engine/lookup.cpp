#include "authority/engine/lookup.hpp"

#include "authority/engine/additional.hpp"
#include "authority/engine/name_buffer.hpp"

namespace vouch::authority {
namespace {

ZoneNode apex_of(const Zone& zone) { return *zone.nodes().begin(); }

/// Seconds that a negative answer may be kept (RFC 2308 section 5).
Ttl negative_ttl(const RRsetView& soa) {
  const OctetView rdata = soa.rdatas.front();
  std::uint32_t minimum = 0;
  for (const std::uint8_t octet : rdata.last(4)) minimum = minimum << 8 | octet;
  return Ttl{std::min(soa.ttl.seconds, minimum)};
}

/// Whether a DNAME stands above the name, and no delegation above the DNAME.
bool is_below_dname(const Zone::Place& place) {
  return place.dname && (!place.cut || place.dname->owner().size() < place.cut->owner().size());
}

/// One look-up: the answer section first, while aliases are followed; then, from what the last name
/// came to, the others.
class Lookup {
 public:
  Lookup(const Zone& zone, const AnswerPolicy& policy, Response& response)
      : zone_(zone),
        policy_(policy),
        response_(response),
        question_(*response.query().question),
        denial_(zone, response) {}

  void run();

 private:
  /// What the last name came to.
  enum class Ending : std::uint8_t {
    answer,    ///< the RRset that was asked for, or what stands for it
    alias,     ///< an alias that is not followed: out of the zone, in a circle, or one too many
    referral,  ///< a delegation at or above the name
    no_name,   ///< NXDOMAIN
    no_type,   ///< the name exists without the type
    wildcard_no_type,  ///< a wildcard matches, without the type
  };
  /// A name that was answered from a wildcard.
  struct Expansion {
    NameView name;
    NameView closest_encloser;
  };

  void tell_source(const Zone::Place& place);
  std::optional<Ending> look_at(const Zone::Place& place);
  std::optional<Ending> answer_from(const ZoneNode& node, bool is_wildcard);
  std::optional<Ending> follow_cname(const ZoneRRset& cname);
  std::optional<Ending> follow_dname(const ZoneNode& node);
  std::optional<Ending> follow(NameView target);
  bool add_asked(const ZoneNode& node);
  bool add_any(const ZoneNode& node);
  bool add_signatures(const ZoneNode& node);
  void add_answer(const ZoneRRset& set);

  void add_authority(Ending ending, const Zone::Place& place);
  void add_referral(const ZoneNode& cut);
  void add_soa();
  void add_zone_servers();

  const Zone& zone_;
  const AnswerPolicy& policy_;
  Response& response_;
  const QuestionView& question_;
  Denial denial_;
  NameView name_;  ///< the query's, later an alias's target

  std::array<NameView, max_chain_links> aliases_;  ///< names that were found to be aliases
  std::size_t alias_count_ = 0;
  std::array<NameBuffer, max_chain_links> made_;  ///< targets that are not in the zone's octets
  std::array<Expansion, max_chain_links + 1> expansions_;
  std::size_t expansion_count_ = 0;
  /// RRsets whose targets' addresses go into the additional section; more kinds than there are at
  /// one name.
  std::array<RRsetView, 8> mentioning_;
  std::size_t mentioning_count_ = 0;
};

void Lookup::run() {
  response_.set_authoritative(true);
  name_ = question_.name;
  while (true) {
    const Zone::Place place = zone_.place(name_);
    if (alias_count_ == 0) tell_source(place);
    const std::optional<Ending> ending = look_at(place);
    if (response_.is_truncated()) return;
    if (!ending) continue;
    add_authority(*ending, place);
    for (std::size_t i = 0; i < mentioning_count_; ++i)
      add_addresses(zone_, mentioning_[i], response_);
    return;
  }
}

/// Of the name that was asked for; what an alias leads to follows from it.
void Lookup::tell_source(const Zone::Place& place) {
  const RRType none{0};
  if (is_below_dname(place)) {
    response_.set_source(place.dname->owner(), question_.type);
  } else if (place.cut) {
    response_.set_source(place.cut->owner(), question_.type == RRType::DS ? RRType::DS : none);
  } else if (place.node || place.wildcard) {
    const ZoneNode& node = place.node ? *place.node : *place.wildcard;
    const bool is_given = question_.type == RRType::ANY || question_.type == RRType::RRSIG ||
                          node.has(question_.type) || node.has(RRType::CNAME);
    response_.set_source(node.owner(), is_given ? question_.type : none);
  } else {
    response_.set_source(zone_.apex(), none);
  }
}

// ---- the answer section

/// Nothing where name_ is another name now, to be looked at next.
std::optional<Lookup::Ending> Lookup::look_at(const Zone::Place& place) {
  if (is_below_dname(place)) return follow_dname(*place.dname);
  if (place.cut &&
      (question_.type != RRType::DS || !place.node || place.cut->owner().size() != name_.size())) {
    return Ending::referral;
  }
  if (place.node) return answer_from(*place.node, false);
  if (place.wildcard) {
    expansions_[expansion_count_++] = {name_, place.closest_encloser.owner()};
    return answer_from(*place.wildcard, true);
  }
  return Ending::no_name;
}

std::optional<Lookup::Ending> Lookup::answer_from(const ZoneNode& node, bool is_wildcard) {
  if (add_asked(node)) return Ending::answer;
  // These may stand beside a CNAME (RFC 4034 section 4), so that their absence is no reason to
  // follow it.
  const bool may_follow = question_.type != RRType::NSEC && question_.type != RRType::RRSIG;
  const auto cname = may_follow ? node.find(RRType::CNAME) : std::nullopt;
  if (cname) return follow_cname(*cname);
  if (!is_wildcard) return Ending::no_type;
  --expansion_count_;
  return Ending::wildcard_no_type;
}

bool Lookup::add_asked(const ZoneNode& node) {
  if (question_.type == RRType::ANY) return add_any(node);
  if (question_.type == RRType::RRSIG) return add_signatures(node);
  const auto set = node.find(question_.type);
  if (set) add_answer(*set);
  return set.has_value();
}

/// RFC 8482 section 4.1. Of the types that may be chosen the lowest is as good as any, but NSEC
/// says nothing about the name.
bool Lookup::add_any(const ZoneNode& node) {
  std::optional<ZoneRRset> chosen;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    if (set.rrset.empty()) continue;
    if (!policy_.minimal_any) add_answer(set);
    if (!chosen || chosen->rrset.type == RRType::NSEC) chosen = set;
  }
  if (chosen && policy_.minimal_any) add_answer(*chosen);
  return chosen.has_value();
}

bool Lookup::add_signatures(const ZoneNode& node) {
  bool added = false;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    if (set.signatures.empty()) continue;
    response_.add_signatures(name_, set);
    added = true;
  }
  return added;
}

void Lookup::add_answer(const ZoneRRset& set) {
  response_.add_once(Section::answer, name_, set);
  if (has_targets(set.rrset.type) && mentioning_count_ < mentioning_.size())
    mentioning_[mentioning_count_++] = set.rrset;
}

std::optional<Lookup::Ending> Lookup::follow_cname(const ZoneRRset& cname) {
  response_.add(Section::answer, name_, cname);
  WireReader reader(cname.rrset.rdatas.front());
  const auto target = NameView::read(reader);
  return target.ok() ? follow(*target) : Ending::alias;
}

/// RFC 6672 section 3.2, step 3C, and section 3.1 for the TTL of the CNAME. Where that is what was
/// asked for, it is the answer and not followed (RFC 1034 section 3.6.2).
std::optional<Lookup::Ending> Lookup::follow_dname(const ZoneNode& node) {
  const auto dname = node.find(RRType::DNAME);
  if (!dname) return Ending::alias;
  response_.add_once(Section::answer, node.owner(), *dname);
  NameBuffer& made = made_[alias_count_];
  if (!made.assign_substituted(name_, node.owner(),
                               NameView::trusted(dname->rrset.rdatas.front()))) {
    response_.set_rcode(Rcode::YXDOMAIN);
    return Ending::alias;
  }
  response_.add_record(name_, RRType::CNAME, zone_.rrclass(), dname->rrset.ttl, made.view().wire());
  if (question_.type == RRType::CNAME) return Ending::answer;
  return follow(made.view());
}

std::optional<Lookup::Ending> Lookup::follow(NameView target) {
  aliases_[alias_count_++] = name_;
  const auto end = aliases_.begin() + static_cast<std::ptrdiff_t>(alias_count_);
  const bool circles = std::find(aliases_.begin(), end, target) != end;
  if (circles || alias_count_ == max_chain_links || !target.is_at_or_below(zone_.apex()))
    return Ending::alias;
  name_ = target;
  return {};
}

// ---- the authority section

void Lookup::add_authority(Ending ending, const Zone::Place& place) {
  if (ending == Ending::referral) {
    // What the aliases say is authoritative, and AA belongs to the first owner of the answer (RFC
    // 1035 section 4.1.1).
    response_.set_authoritative(alias_count_ != 0);
    add_referral(*place.cut);
  }
  if (ending == Ending::no_name) response_.set_rcode(Rcode::NXDOMAIN);
  if (ending == Ending::no_name || ending == Ending::no_type || ending == Ending::wildcard_no_type)
    add_soa();
  if (ending == Ending::answer && !policy_.minimal_responses) add_zone_servers();
  for (std::size_t i = 0; i < expansion_count_; ++i) {
    denial_.prove_wildcard_answer(expansions_[i].name, expansions_[i].closest_encloser);
  }
  const NameView encloser = place.closest_encloser.owner();
  if (ending == Ending::no_name) denial_.prove_no_name(name_, encloser);
  if (ending == Ending::no_type) denial_.prove_no_type(*place.node);
  if (ending == Ending::wildcard_no_type)
    denial_.prove_wildcard_no_type(name_, encloser, *place.wildcard);
  if (ending == Ending::referral) {
    if (const auto servers = place.cut->find(RRType::NS)) add_glue(zone_, *servers, response_);
  }
}

/// RFC 4035 section 3.1.4: the NS RRset, which is not signed here, and DS or the proof that there
/// is none. A DS without a signature, as in a zone that is not signed, proves nothing to anybody.
void Lookup::add_referral(const ZoneNode& cut) {
  if (const auto servers = cut.find(RRType::NS))
    response_.add(Section::authority, cut.owner(), *servers);
  if (!response_.wants_dnssec()) return;
  if (const auto ds = cut.find(RRType::DS)) {
    if (!ds->signatures.empty()) response_.add(Section::authority, cut.owner(), *ds);
  } else {
    denial_.prove_no_type(cut);
  }
}

void Lookup::add_soa() {
  const auto soa = apex_of(zone_).find(RRType::SOA);
  if (soa) response_.add(Section::authority, zone_.apex(), *soa, negative_ttl(soa->rrset));
}

void Lookup::add_zone_servers() {
  const auto servers = apex_of(zone_).find(RRType::NS);
  if (!servers || !response_.add_once(Section::authority, zone_.apex(), *servers)) return;
  if (mentioning_count_ < mentioning_.size()) mentioning_[mentioning_count_++] = servers->rrset;
}

}  // namespace

void look_up(const Zone& zone, const AnswerPolicy& policy, Response& response) {
  Lookup(zone, policy, response).run();
}

}  // namespace vouch::authority
