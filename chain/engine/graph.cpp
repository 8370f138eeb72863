#include "chain/engine/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vouch::chain {
namespace {

class GraphMaker {
 public:
  explicit GraphMaker(const Assessment& assessment)
      : assessment_(assessment), verdict_(assessment.verdict), trace_(*assessment.verdict.trace) {}

  ChainGraph make();

 private:
  using KeyId = std::pair<std::uint16_t, Algorithm>;

  bool is_broken() const {
    return verdict_.status() == Status::bogus || verdict_.status() == Status::failed;
  }
  /// Whether the cause is with this RRset.
  bool is_cause(const Name& owner, RRType type) const {
    const VerdictPlace& place = verdict_.conclusion.place;
    return is_broken() && place.type == type && place.owner == owner;
  }
  std::size_t add_pill(Pill pill) {
    graph_.pills.push_back(std::move(pill));
    return graph_.pills.size() - 1;
  }
  void connect(std::size_t from, std::size_t to, Standing standing, std::string label = {}) {
    graph_.edges.push_back({from, to, std::move(label), standing});
  }

  const RRsetTrace* checks_of(const Name& owner, RRType type) const;
  Lane& lane_of(const Name& zone);
  Lane* find_lane(const Name& zone);
  Lane* deepest_lane(const Name& name);
  std::size_t key_pill(const ZoneTrace& zone, const KeyId& id);
  void add_zone(const ZoneTrace& zone);
  void add_entry_keys(Lane& lane, const ZoneTrace& zone);
  void add_signers(Lane& lane, const ZoneTrace& zone);
  std::size_t signer_of(const Name& zone, const RRsetTrace* checks);
  std::string label_of(const RRsetTrace* checks) const;
  void add_cut(const CutTrace& cut);
  void add_answers();
  void add_answer(const Name& owner, RRType type, bool is_alias,
                  const CheckedRRset* checked = nullptr);
  Standing standing_of(const Name& owner, RRType type, const Lane& lane,
                       const CheckedRRset* checked) const;
  void add_silent_zone(const Name& zone);
  std::string cause() const;
  void add_denial();
  void attach(Lane& lane, std::size_t pill, const Name& owner, RRType type);

  const Assessment& assessment_;
  const Verdict& verdict_;
  const ChainTrace& trace_;
  ChainGraph graph_;
  std::map<std::pair<Name, KeyId>, std::size_t> keys_;  ///< pills of keys by zone
};

const RRsetTrace* GraphMaker::checks_of(const Name& owner, RRType type) const {
  const auto found = std::find_if(
      trace_.rrsets.rbegin(), trace_.rrsets.rend(),
      [&](const RRsetTrace& each) { return each.owner == owner && each.type == type; });
  return found == trace_.rrsets.rend() ? nullptr : &*found;
}

Lane* GraphMaker::find_lane(const Name& zone) {
  const auto found = std::find_if(graph_.lanes.begin(), graph_.lanes.end(),
                                  [&](const Lane& each) { return each.zone == zone; });
  return found == graph_.lanes.end() ? nullptr : &*found;
}

Lane& GraphMaker::lane_of(const Name& zone) {
  if (Lane* lane = find_lane(zone)) return *lane;
  graph_.lanes.emplace_back();
  graph_.lanes.back().zone = zone;
  return graph_.lanes.back();
}

Lane* GraphMaker::deepest_lane(const Name& name) {
  Lane* best = nullptr;
  for (Lane& each : graph_.lanes) {
    const bool fits = name.is_at_or_below(each.zone) &&
                      (best == nullptr || each.zone.label_count() > best->zone.label_count());
    if (fits) best = &each;
  }
  return best;
}

std::string GraphMaker::label_of(const RRsetTrace* checks) const {
  if (checks == nullptr) return {};
  for (const SignatureTrial& trial : checks->trials) {
    const bool in_time =
        trial.result == Reason::chain_holds || trial.result == Reason::signature_expired;
    if (in_time)
      return time_left(Timestamp::from_wire(trial.expiration, assessment_.at), assessment_.at);
  }
  return {};
}

std::size_t GraphMaker::key_pill(const ZoneTrace& zone, const KeyId& id) {
  const auto known = keys_.find({zone.zone, id});
  if (known != keys_.end()) return known->second;
  Pill pill{Pill::Kind::key, fmt::format("key {}", id.first), algorithm_words(id.second)};
  const auto key =
      std::find_if(zone.keys.begin(), zone.keys.end(), [&](const ZoneTrace::Key& each) {
        return each.tag == id.first && each.algorithm == id.second;
      });
  if (key == zone.keys.end()) {
    pill.standing = Standing::absent;
    pill.note = "not in the zone";
  } else {
    const bool is_sep = (key->flags & rr::Dnskey::sep_flag) != 0;
    pill.title = fmt::format("{} {}", is_sep ? "KSK" : "ZSK", id.first);
    if (key->use != KeyUse::usable) {
      pill.note = text(key->use);
      pill.standing = Standing::broken;
    }
  }
  const std::size_t index = add_pill(std::move(pill));
  keys_[{zone.zone, id}] = index;
  return index;
}

// The keys that DS records or trust anchors point to; where none exists, the one that is missed.
void GraphMaker::add_entry_keys(Lane& lane, const ZoneTrace& zone) {
  const bool has_match = std::any_of(zone.ds.begin(), zone.ds.end(),
                                     [](const DsTrial& each) { return each.matched_flags; });
  for (const DsTrial& trial : zone.ds) {
    if (!trial.is_accepted || (has_match && !trial.matched_flags)) continue;
    const std::size_t pill = key_pill(zone, {trial.key_tag, trial.algorithm});
    const bool is_known = std::find(lane.entry.begin(), lane.entry.end(), pill) != lane.entry.end();
    if (is_known) continue;
    lane.entry.push_back(pill);
    if (zone.source != ZoneTrace::Source::anchor) continue;
    const std::size_t anchor =
        add_pill({Pill::Kind::anchor, fmt::format("anchor {}", trial.key_tag), "trusted here"});
    lane.entry.insert(lane.entry.end() - 1, anchor);
    connect(anchor, pill, has_match ? Standing::good : Standing::broken);
  }
}

void GraphMaker::add_signers(Lane& lane, const ZoneTrace& zone) {
  for (const RRsetTrace& rrset : trace_.rrsets) {
    const bool is_last = &rrset == checks_of(rrset.owner, rrset.type);
    if (!(rrset.zone == zone.zone) || rrset.type == RRType::DNSKEY || !is_last) continue;
    for (const SignatureTrial& trial : rrset.trials) {
      if (!(trial.signer == zone.zone)) continue;
      const std::size_t pill = key_pill(zone, {trial.key_tag, trial.algorithm});
      const auto is_in = [&](const std::vector<std::size_t>& list) {
        return std::find(list.begin(), list.end(), pill) != list.end();
      };
      if (!is_in(lane.entry) && !is_in(lane.signers)) lane.signers.push_back(pill);
    }
  }
}

void GraphMaker::add_zone(const ZoneTrace& zone) {
  Lane& lane = lane_of(zone.zone);
  lane.entry.clear();
  lane.signers.clear();
  add_entry_keys(lane, zone);
  add_signers(lane, zone);
  const bool holds = zone.result == Reason::chain_holds;
  lane.standing = holds ? Standing::good : Standing::broken;
  // The keys stand in one RRset: the entry key vouches for the others by its signature over it.
  const RRsetTrace* checks = checks_of(zone.zone, RRType::DNSKEY);
  if (lane.entry.empty()) return;
  const bool has_key = graph_.pills[lane.entry.back()].standing == Standing::good;
  if (!holds && has_key) {
    const std::size_t keys =
        add_pill({Pill::Kind::rrset, "DNSKEY RRset", "all keys of the zone",
                  std::string(row_of(zone.result).sentence), Standing::broken});
    connect(lane.entry.back(), keys, Standing::broken, label_of(checks));
    lane.signers.insert(lane.signers.begin(), keys);
    return;
  }
  for (const std::size_t signer : lane.signers) {
    const bool is_there = graph_.pills[signer].standing != Standing::absent;
    if (is_there)
      connect(lane.entry.back(), signer, holds ? Standing::good : Standing::broken,
              label_of(checks));
  }
}

// The pill of the key that signed an RRset, or would have.
std::size_t GraphMaker::signer_of(const Name& zone, const RRsetTrace* checks) {
  const auto trace = std::find_if(trace_.zones.rbegin(), trace_.zones.rend(),
                                  [&](const ZoneTrace& each) { return each.zone == zone; });
  const Lane* lane = find_lane(zone);
  if (checks != nullptr && !checks->trials.empty() && trace != trace_.zones.rend()) {
    const auto holds =
        std::find_if(checks->trials.begin(), checks->trials.end(),
                     [](const auto& each) { return each.result == Reason::chain_holds; });
    const SignatureTrial& trial = holds != checks->trials.end() ? *holds : checks->trials.front();
    return key_pill(*trace, {trial.key_tag, trial.algorithm});
  }
  if (lane != nullptr && !lane->signers.empty()) return lane->signers.front();
  if (lane != nullptr && !lane->entry.empty()) return lane->entry.back();
  return graph_.pills.size();
}

void GraphMaker::attach(Lane& lane, std::size_t pill, const Name& owner, RRType type) {
  lane.content.push_back(pill);
  const RRsetTrace* checks = checks_of(owner, type);
  const std::size_t signer = signer_of(lane.zone, checks);
  if (signer >= graph_.pills.size()) return;
  Standing standing = graph_.pills[pill].standing;
  if (standing == Standing::insecure) standing = Standing::good;  // it is proven that there is none
  connect(signer, pill, standing, label_of(checks));
}

void GraphMaker::add_cut(const CutTrace& cut) {
  using Finding = CutTrace::Finding;
  if (cut.finding == Finding::no_cut || cut.finding == Finding::absent) return;
  Lane* parent = find_lane(cut.parent);
  if (parent == nullptr) return;
  const std::string child = cut.name.text();
  const RRsetTrace* checks = checks_of(cut.name, RRType::DS);
  const bool has_ds = checks != nullptr;
  const bool ds_holds = has_ds && checks->result == Reason::chain_holds;
  Pill pill{has_ds ? Pill::Kind::ds : Pill::Kind::no_ds, (has_ds ? "DS " : "no DS for ") + child,
            has_ds ? "digest of the child's key" : "proven by NSEC records"};
  if (cut.finding == Finding::insecure) pill.standing = Standing::insecure;
  if (cut.finding == Finding::insecure && has_ds) pill.subtitle = "of no supported kind";
  if (has_ds && !ds_holds) pill.standing = Standing::broken;
  const bool is_unknown = !has_ds && cut.finding != Finding::insecure;
  // A search for cuts that led nowhere is no part of the chain, unless it is what is wrong.
  if (is_unknown && !is_cause(cut.name, RRType::DS)) return;
  if (is_unknown) {
    pill.standing = Standing::broken;
    pill.title = "DS of " + child + "?";
    pill.subtitle = "neither given nor denied";
  }
  const std::size_t index = add_pill(std::move(pill));
  attach(*parent, index, cut.name, RRType::DS);
  Lane& lane = lane_of(cut.name);
  if (cut.finding == Finding::insecure) {
    lane.standing = Standing::insecure;
    lane.note = has_ds ? "its keys are of no supported kind" : "not signed, or not vouched for";
  } else if (cut.finding != Finding::delegation) {
    lane.standing = ds_holds ? Standing::broken : Standing::unproven;
  }
  if (lane.entry.empty() && ds_holds && cut.finding != Finding::insecure) {
    lane.entry.push_back(
        add_pill({Pill::Kind::key, "DNSKEY", "no usable key", "", Standing::absent}));
  }
  for (const std::size_t key : lane.entry) {
    const bool is_there = graph_.pills[key].standing == Standing::good;
    connect(index, key,
            !ds_holds  ? Standing::unproven
            : is_there ? Standing::good
                       : Standing::broken);
  }
}

// A signature that holds does not make an answer: a wildcard's needs a proof besides.
Standing GraphMaker::standing_of(const Name& owner, RRType type, const Lane& lane,
                                 const CheckedRRset* checked) const {
  if (is_cause(owner, type)) return Standing::broken;
  if (verdict_.status() == Status::indeterminate) return Standing::unproven;
  if (checked != nullptr && checked->status == Status::insecure) return Standing::insecure;
  const RRsetTrace* checks = checks_of(owner, type);
  const bool holds = checked != nullptr
                         ? checked->status == Status::secure
                         : checks != nullptr && checks->result == Reason::chain_holds;
  if (holds) return Standing::good;
  return lane.standing == Standing::insecure ? Standing::insecure : Standing::unproven;
}

void GraphMaker::add_answer(const Name& owner, RRType type, bool is_alias,
                            const CheckedRRset* checked) {
  const RRsetTrace* checks = checks_of(owner, type);
  Lane* lane = checks != nullptr ? find_lane(checks->zone) : nullptr;
  if (lane == nullptr) lane = deepest_lane(owner);
  if (lane == nullptr) return;
  Pill pill{Pill::Kind::rrset, owner.text() + " " + text(type),
            is_alias ? "an alias" : "what was asked for"};
  pill.standing = standing_of(owner, type, *lane, checked);
  if (pill.standing == Standing::broken && verdict_.status() == Status::failed)
    pill.subtitle = "no answer";
  if (is_cause(owner, type) && verdict_.conclusion.reason == Reason::wildcard_not_proven)
    pill.subtitle = "by a wildcard, unproven";
  const std::size_t index = add_pill(std::move(pill));
  if (lane->standing == Standing::insecure) {
    lane->content.push_back(index);
  } else {
    attach(*lane, index, owner, type);
  }
}

void GraphMaker::add_denial() {
  const Name& name = verdict_.final_name;
  Lane* lane = deepest_lane(name);
  if (lane == nullptr) return;
  const bool is_absent = verdict_.kind == AnswerKind::no_name;
  Pill pill{Pill::Kind::denial,
            is_absent ? "no name " + name.text()
                      : "no " + text(assessment_.question.type) + " at " + name.text(),
            "proven by NSEC records"};
  if (is_broken()) {
    const bool is_here = verdict_.conclusion.place.zone == lane->zone &&
                         verdict_.conclusion.place.type != RRType::DNSKEY;
    pill.standing = is_here ? Standing::broken : Standing::unproven;
    pill.subtitle = "not proven";
  } else if (lane->standing == Standing::insecure) {
    pill.standing = Standing::insecure;
    pill.subtitle = "as the zone says";
  } else if (verdict_.status() == Status::insecure) {
    pill.standing = Standing::insecure;
    pill.subtitle =
        "not proven: " + std::string(verdict_.conclusion.reason == Reason::opt_out_denial
                                         ? "an Opt-Out span"
                                         : "too many iterations");
  }
  const std::size_t index = add_pill(std::move(pill));
  if (lane->standing == Standing::insecure) {
    lane->content.push_back(index);
    return;
  }
  const auto proof =
      std::find_if(trace_.rrsets.begin(), trace_.rrsets.end(), [&](const auto& each) {
        return each.zone == lane->zone && (each.type == RRType::NSEC || each.type == RRType::NSEC3);
      });
  const bool has_proof = proof != trace_.rrsets.end();
  attach(*lane, index, has_proof ? proof->owner : name, has_proof ? proof->type : RRType::NSEC);
}

void GraphMaker::add_answers() {
  bool has_answer = false;
  bool has_last = false;
  for (const CheckedRRset& each : verdict_.rrsets) {
    const RRset& rrset = each.rrset.rrset;
    if (each.section != Section::answer || rrset.empty() || each.is_synthesized) continue;
    const bool is_alias = rrset.type() != assessment_.question.type &&
                          (rrset.type() == RRType::CNAME || rrset.type() == RRType::DNAME);
    add_answer(rrset.owner(), rrset.type(), is_alias, &each);
    has_answer = true;
    has_last = has_last || !is_alias;
  }
  const bool is_negative =
      verdict_.kind == AnswerKind::no_name || verdict_.kind == AnswerKind::no_type;
  if (is_negative && !has_last) return add_denial();
  // What an alias leads to is in no answer where it is what is broken.
  if (!has_answer || (is_broken() && !has_last))
    add_answer(verdict_.final_name, assessment_.question.type, false);
}

// A zone with a DS that holds, whose servers were not heard.
void GraphMaker::add_silent_zone(const Name& zone) {
  const RRsetTrace* ds = checks_of(zone, RRType::DS);
  Lane* parent = zone.is_root() ? nullptr : deepest_lane(zone.parent());
  if (ds == nullptr || parent == nullptr || find_lane(zone) != nullptr) return;
  const bool holds = ds->result == Reason::chain_holds;
  Pill pill{Pill::Kind::ds, "DS " + zone.text(), "digest of the child's key"};
  pill.standing = holds ? Standing::good : Standing::broken;
  const std::size_t index = add_pill(std::move(pill));
  attach(*parent, index, zone, RRType::DS);
  Lane& lane = lane_of(zone);
  lane.standing = Standing::broken;
  lane.note = "not reached";
  const std::size_t key =
      add_pill({Pill::Kind::key, "DNSKEY", "not reached", "", Standing::unproven});
  lane.entry.push_back(key);
  connect(index, key, Standing::unproven);
}

std::string GraphMaker::cause() const {
  const VerdictPlace& place = verdict_.conclusion.place;
  const auto& findings = assessment_.findings;
  const bool is_of_path = verdict_.status() == Status::failed ||
                          (!findings.empty() && findings.front().concern == Concern::path);
  return fmt::format("{} {}: {}", place.owner.text(), text(place.type),
                     is_of_path && !findings.empty()
                         ? findings.front().text
                         : std::string(row_of(verdict_.conclusion.reason).sentence));
}

ChainGraph GraphMaker::make() {
  // A zone that was looked at again counts as it was found last.
  std::map<Name, const ZoneTrace*> last;
  for (const ZoneTrace& each : trace_.zones) last[each.zone] = &each;
  for (const ZoneTrace& each : trace_.zones) {
    if (last[each.zone] == &each) add_zone(each);
  }
  std::map<Name, const CutTrace*> cuts;
  for (const CutTrace& each : trace_.cuts) cuts[each.name] = &each;
  for (const auto& [name, cut] : cuts) add_cut(*cut);
  if (graph_.lanes.empty()) lane_of(Name()).standing = Standing::unproven;
  if (assessment_.stopped_at) add_silent_zone(*assessment_.stopped_at);
  add_answers();
  std::stable_sort(graph_.lanes.begin(), graph_.lanes.end(),
                   [](const Lane& left, const Lane& right) {
                     return left.zone.label_count() < right.zone.label_count();
                   });
  if (is_broken()) graph_.cause = cause();
  return std::move(graph_);
}

}  // namespace

ChainGraph make_graph(const Assessment& assessment) {
  if (!assessment.verdict.trace) return {};
  return GraphMaker(assessment).make();
}

}  // namespace vouch::chain
