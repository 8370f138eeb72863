#include "vouch/sign/keys/key_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

constexpr std::uint8_t revoke_octet = 1;  // the octet of the flags that has REVOKE

// What the timing says about the moment, the other keys aside.
struct Standing {
  bool is_published = false;
  bool is_active = false;
  bool is_revoked = false;
  std::string why;
};

bool has_come(const std::optional<Timestamp>& time, Timestamp now) { return time && *time <= now; }

std::string since(std::string_view what, Timestamp time) {
  return fmt::format("{} since {}", what, time.readable());
}

std::string from(std::string_view what, Timestamp time) {
  return fmt::format("{} from {}", what, time.readable());
}

Standing timed(const KeyTiming& timing, Timestamp now) {
  Standing standing;
  const bool is_inactive = has_come(timing.inactive, now);
  standing.is_active = has_come(timing.activate, now) && !is_inactive;
  // A key that signs and does not say when it is published is meant to be.
  standing.is_published = has_come(timing.publish, now) || (standing.is_active && !timing.publish);
  if (!standing.is_published) {
    standing.is_active = false;
    standing.why = timing.publish                    ? from("published", *timing.publish)
                   : timing.activate && !is_inactive ? from("active", *timing.activate)
                   : is_inactive                     ? since("inactive", *timing.inactive)
                                 : "its files say neither when it is published nor when it signs";
    return standing;
  }
  if (has_come(timing.revoke, now)) {
    standing.is_revoked = true;
    standing.is_active = true;
    standing.why = since("revoked", *timing.revoke);
  } else if (is_inactive) {
    standing.why = since("inactive", *timing.inactive);
  } else if (standing.is_active) {
    standing.why = since("active", *timing.activate);
  } else {
    standing.why =
        timing.activate ? from("active", *timing.activate) : "its files do not say when it signs";
  }
  return standing;
}

Standing standing_of(const KnownKey& key, Timestamp now) {
  const KeyTiming& timing = key.timing;
  if (has_come(timing.remove, now)) return {false, false, false, since("deleted", *timing.remove)};
  if (timing.is_silent()) return {true, true, false, "its files have no times"};
  Standing standing = timed(timing, now);
  if (key.is_named && !standing.is_active) {
    standing.is_published = true;
    standing.is_active = true;
    standing.why = "named, though " + standing.why;
  }
  return standing;
}

CdsWish cds_wish(const KeyTiming& timing, Timestamp now) {
  if (has_come(timing.sync_remove, now)) return CdsWish::unwanted;
  if (!timing.sync_publish) return CdsWish::by_policy;
  return has_come(timing.sync_publish, now) ? CdsWish::wanted : CdsWish::unwanted;
}

std::string list_of(std::span<const KeyPlan> plans, bool (*is_wanted)(const KeyPlan&)) {
  std::string list;
  for (const KeyPlan& plan : plans) {
    if (is_wanted(plan))
      list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", plan.key_tag(), plan.why);
  }
  return list;
}

// A plan and whether its key is active, which is not yet a role.
struct Draft {
  KeyPlan plan;
  bool is_active;
};

Result<Draft> draft_of(NameView apex, const KnownKey& key, Timestamp now) {
  VOUCH_TRY(const rr::Dnskey dnskey, rr::Dnskey::read(key.dnskey));
  if (!dnskey.is_zone_key()) {
    return fail(ErrorCode::bad_key,
                "the key " + key.name + " is no zone key (flag 256 is not set)");
  }
  if (!(key.zone.view() == apex)) {
    return fail(ErrorCode::bad_key, "the key " + key.name + " belongs to " + key.zone.text() +
                                        ", not to " + apex.text() + "; name keys of the zone");
  }
  Standing standing = standing_of(key, now);
  Draft draft{{key.pair, key.name, key.dnskey, standing.is_published, false, false,
               cds_wish(key.timing, now), std::move(standing.why)},
              standing.is_active};
  if (standing.is_revoked) draft.plan.dnskey[revoke_octet] |= rr::Dnskey::revoke_flag;
  return draft;
}

// Whether the algorithm has an active key that is not revoked, of the wanted kind.
bool has_active(std::span<const Draft> drafts, Algorithm algorithm, bool sep) {
  return std::any_of(drafts.begin(), drafts.end(), [&](const Draft& draft) {
    return draft.is_active && !draft.plan.is_revoked() && draft.plan.has_sep() == sep &&
           draft.plan.algorithm() == algorithm;
  });
}

bool knows_sep(std::span<const Draft> drafts, Algorithm algorithm) {
  return std::any_of(drafts.begin(), drafts.end(), [&](const Draft& draft) {
    return draft.plan.has_sep() && !draft.plan.is_revoked() && draft.plan.algorithm() == algorithm;
  });
}

Result<void> check_places(NameView apex, std::span<const KeyPlan> plans) {
  for (const KeyPlan& plan : plans) {
    if (plan.signs_zone && plan.pair == nullptr) {
      return fail(
          ErrorCode::bad_key,
          fmt::format("the key {} is offline and would have to sign all of {}; only keys with "
                      "flags 257 beside another that signs the zone can be offline",
                      plan.key_tag(), apex.text()));
    }
  }
  if (std::none_of(plans.begin(), plans.end(),
                   [](const KeyPlan& each) { return each.signs_zone; })) {
    const std::string known = list_of(plans, [](const KeyPlan&) { return true; });
    return fail(ErrorCode::bad_key,
                "there is no key to sign " + apex.text() + " with" +
                    (known.empty() ? "; make one with 'vouch keygen'"
                                   : " now: " + known +
                                         "; make one with 'vouch keygen', or change "
                                         "the times with dnssec-settime"));
  }
  for (const KeyPlan& plan : plans) {
    if (!plan.is_published || plan.is_revoked()) continue;
    const bool signs = std::any_of(plans.begin(), plans.end(), [&](const KeyPlan& each) {
      return each.signs_zone && each.algorithm() == plan.algorithm();
    });
    if (signs) continue;
    return fail(
        ErrorCode::bad_key,
        fmt::format("the key {} ({}) is published, and no key of its algorithm {} signs the "
                    "zone, which resolvers may ask for; give it one that is active, or "
                    "publish the key later",
                    plan.key_tag(), plan.why, text(plan.algorithm())));
  }
  return {};
}

}  // namespace

std::uint16_t KeyPlan::flags() const {
  return static_cast<std::uint16_t>(dnskey[0] << 8 | dnskey[1]);
}
std::uint16_t KeyPlan::key_tag() const { return rr::dnskey_tag(dnskey); }
Algorithm KeyPlan::algorithm() const { return Algorithm{dnskey[3]}; }
bool KeyPlan::is_revoked() const { return (flags() & rr::Dnskey::revoke_flag) != 0; }
bool KeyPlan::has_sep() const { return (flags() & rr::Dnskey::sep_flag) != 0; }

std::string KeyPlan::described() const {
  std::string_view role = "not published";
  if (is_published && pair == nullptr) {
    role = signs_keys ? "published, its signatures are taken as given" : "published, does not sign";
  } else if (is_published) {
    role = signs_keys && signs_zone ? "published, signs everything"
           : signs_keys             ? "published, signs the DNSKEY RRset"
           : signs_zone             ? "published, signs the zone"
                                    : "published, does not sign";
  }
  return fmt::format("key {} ({}, {}{}): {}: {}", key_tag(), text(algorithm()), flags(),
                     pair == nullptr ? ", offline" : "", role, why);
}

Result<KnownKey> KnownKey::of(const KeyPair& pair, bool is_named) {
  auto timing = KeyTiming::read(pair.timing);
  if (!timing.ok()) return std::move(timing).error().at(pair.base_name + ".private");
  return KnownKey{&pair, pair.zone, pair.base_name, pair.dnskey(), *timing, is_named};
}

Result<KnownKey> KnownKey::of(const PublicKeyFile& file) {
  auto timing = KeyTiming::read(file.timing);
  if (!timing.ok()) return std::move(timing).error().at(file.base_name + ".key");
  return KnownKey{nullptr, file.zone, file.base_name, file.dnskey, *timing, false};
}

bool KnownKey::is_active(Timestamp now) const { return standing_of(*this, now).is_active; }

Result<std::vector<KeyPlan>> plan_keys(NameView apex, std::span<const KnownKey> known,
                                       Timestamp now) {
  std::vector<Draft> drafts;
  for (const KnownKey& key : known) {
    VOUCH_TRY(Draft draft, draft_of(apex, key, now));
    drafts.push_back(std::move(draft));
  }
  std::vector<KeyPlan> plans;
  for (const Draft& draft : drafts) {
    KeyPlan plan = draft.plan;
    const Algorithm algorithm = plan.algorithm();
    const bool has_entry = has_active(drafts, algorithm, true);
    if (draft.is_active && plan.is_revoked()) {
      plan.signs_keys = true;
    } else if (draft.is_active) {
      plan.signs_keys = plan.has_sep() || !has_entry;
      plan.signs_zone = !plan.has_sep() || !has_active(drafts, algorithm, false);
    }
    plans.push_back(std::move(plan));
    if (!draft.is_active || has_entry || !knows_sep(drafts, algorithm)) continue;
    std::vector<KeyPlan> all;
    for (const Draft& each : drafts) all.push_back(each.plan);
    return fail(
        ErrorCode::bad_key,
        fmt::format("no key of {} with flags 257 signs now, and the parent's DS may be of one: "
                    "{}; change its times with dnssec-settime, or move its files away",
                    apex.text(), list_of(all, [](const KeyPlan& each) { return each.has_sep(); })));
  }
  VOUCH_CHECK(check_places(apex, plans));
  return plans;
}

Result<std::vector<KeyPlan>> plan_all(NameView apex, std::span<const KeyPair> pairs) {
  std::vector<KnownKey> known;
  for (const KeyPair& pair : pairs)
    known.push_back({&pair, pair.zone, pair.base_name, pair.dnskey(), KeyTiming{}, false});
  return plan_keys(apex, known, Timestamp{});
}

}  // namespace vouch
