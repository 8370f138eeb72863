#include "chain/engine/finding.hpp"

#include <fmt/format.h>

namespace vouch::chain {
namespace {

/// Kinds of remedies; several reasons share one.
enum class Remedy : std::uint8_t {
  nothing,
  sign_again,
  replace_ds,
  publish_keys,
  sign_keys,
  complete_denial,
  fewer_iterations,
  reach_servers,
  mend_parent,
  mend_alias,
  set_anchor,
};

struct CodeRow {
  Reason reason;
  std::string_view code;
  Remedy remedy;
};

constexpr CodeRow rows[] = {
    {Reason::chain_holds, "SECURE", Remedy::nothing},
    {Reason::no_trust_anchor, "NO_TRUST_ANCHOR", Remedy::set_anchor},
    {Reason::anchor_unreachable, "DNSKEY_NO_RESPONSE", Remedy::reach_servers},
    {Reason::anchor_matches_no_key, "NO_TRUST_ANCHOR_SIGNING", Remedy::set_anchor},
    {Reason::anchor_without_keys, "NO_TRUST_ANCHOR_SIGNING", Remedy::set_anchor},
    {Reason::anchor_algorithm_unsupported, "INSECURE_BY_ALGORITHM", Remedy::nothing},
    {Reason::anchor_digest_unsupported, "INSECURE_BY_ALGORITHM", Remedy::nothing},
    {Reason::unsigned_delegation, "ZONE_NOT_SIGNED", Remedy::nothing},
    {Reason::opt_out_delegation, "ZONE_NOT_SIGNED", Remedy::nothing},
    {Reason::ds_algorithm_unsupported, "INSECURE_BY_ALGORITHM", Remedy::replace_ds},
    {Reason::ds_algorithm_refused, "INSECURE_BY_ALGORITHM", Remedy::replace_ds},
    {Reason::ds_digest_unsupported, "INSECURE_BY_ALGORITHM", Remedy::replace_ds},
    {Reason::ds_unreachable, "DS_NO_RESPONSE", Remedy::reach_servers},
    {Reason::ds_not_denied, "MISSING_NSEC_FOR_NODATA", Remedy::mend_parent},
    {Reason::ds_denied_by_child, "DS_AT_CHILD", Remedy::mend_parent},
    {Reason::ds_denied_though_listed, "STYPE_IN_BITMAP", Remedy::mend_parent},
    {Reason::ds_denied_beside_cname, "STYPE_IN_BITMAP", Remedy::mend_parent},
    {Reason::referral_to_nothing, "REFERRAL_WITHOUT_NS", Remedy::mend_parent},
    {Reason::ds_signed_by_child, "SIGNER_NOT_ZONE", Remedy::mend_parent},
    {Reason::ds_bogus, "SIGNATURE_INVALID", Remedy::mend_parent},
    {Reason::cname_for_ds_unsigned, "MISSING_RRSIG", Remedy::mend_parent},
    {Reason::ds_matches_no_key, "NO_SEP", Remedy::replace_ds},
    {Reason::ds_key_not_zone_key, "DS_ZONE_BIT_UNSET", Remedy::publish_keys},
    {Reason::ds_key_wrong_protocol, "DNSKEY_PROTOCOL_NOT_3", Remedy::publish_keys},
    {Reason::ds_key_revoked, "DNSKEY_REVOKED_DS", Remedy::replace_ds},
    {Reason::ds_key_malformed, "DNSKEY_POINT_INVALID", Remedy::publish_keys},
    {Reason::ds_key_does_not_sign, "DS_KEY_NOT_SIGNING", Remedy::sign_keys},
    {Reason::dnskey_unsigned, "MISSING_RRSIG", Remedy::sign_keys},
    {Reason::dnskey_bogus, "DS_KEY_RRSIG_BAD", Remedy::sign_keys},
    {Reason::dnskey_missing, "DS_BUT_UNSIGNED_ZONE", Remedy::replace_ds},
    {Reason::dnskey_is_cname, "CNAME_WITH_OTHER_DATA", Remedy::mend_alias},
    {Reason::dnskey_unreachable, "DNSKEY_NO_RESPONSE", Remedy::reach_servers},
    {Reason::too_many_keys, "KEYTAG_COLLISION", Remedy::publish_keys},
    {Reason::signature_missing, "MISSING_RRSIG", Remedy::sign_again},
    {Reason::signer_not_ancestor, "SIGNER_NOT_ZONE", Remedy::sign_again},
    {Reason::signer_is_not_the_zone, "SIGNER_NOT_ZONE", Remedy::sign_again},
    {Reason::too_many_labels, "RRSIG_LABELS_EXCEED_RRSET_OWNER_LABELS", Remedy::sign_again},
    {Reason::labels_below_signer, "RRSIG_LABELS_BELOW_SIGNER", Remedy::sign_again},
    {Reason::signing_key_missing, "RRSIG_NO_DNSKEY", Remedy::publish_keys},
    {Reason::signing_key_revoked, "DNSKEY_REVOKED_RRSIG", Remedy::sign_again},
    {Reason::signing_key_not_zone_key, "DS_ZONE_BIT_UNSET", Remedy::publish_keys},
    {Reason::signing_key_malformed, "DNSKEY_POINT_INVALID", Remedy::publish_keys},
    {Reason::signature_algorithm_unsupported, "ALGORITHM_NOT_SUPPORTED", Remedy::sign_again},
    {Reason::signature_expired, "EXPIRATION_IN_PAST", Remedy::sign_again},
    {Reason::signature_not_yet, "INCEPTION_IN_FUTURE", Remedy::sign_again},
    {Reason::signature_inverted, "EXPIRATION_BEFORE_INCEPTION", Remedy::sign_again},
    {Reason::signature_wrong, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::signature_malformed, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::wildcard_not_allowed, "WILDCARD_EXPANSION_INVALID", Remedy::sign_again},
    {Reason::signatures_over_budget, "TOO_MANY_RRSIGS", Remedy::sign_again},
    {Reason::cname_beside_others, "CNAME_WITH_OTHER_DATA", Remedy::mend_alias},
    {Reason::answer_failed, "NO_RESPONSE", Remedy::reach_servers},
    {Reason::chain_too_long, "CNAME_CHAIN_LONG", Remedy::mend_alias},
    {Reason::chain_loops, "CNAME_LOOP", Remedy::mend_alias},
    {Reason::wildcard_not_proven, "MISSING_NSEC_FOR_WILDCARD", Remedy::complete_denial},
    {Reason::denial_missing, "MISSING_NSEC", Remedy::complete_denial},
    {Reason::denial_unsigned, "NSEC_SIG_MISSING", Remedy::complete_denial},
    {Reason::denial_bogus, "NSEC_SIG_INVALID", Remedy::complete_denial},
    {Reason::denial_unusable, "INVALID_NSEC3_OWNER_NAME", Remedy::complete_denial},
    {Reason::name_not_denied, "SNAME_NOT_COVERED", Remedy::complete_denial},
    {Reason::next_closer_not_denied, "NEXT_CLOSEST_ENCLOSER_NOT_COVERED", Remedy::complete_denial},
    {Reason::wildcard_not_denied, "WILDCARD_NOT_COVERED", Remedy::complete_denial},
    {Reason::wildcard_exists, "WILDCARD_NOT_COVERED", Remedy::complete_denial},
    {Reason::type_exists, "STYPE_IN_BITMAP", Remedy::complete_denial},
    {Reason::cname_exists, "STYPE_IN_BITMAP", Remedy::complete_denial},
    {Reason::name_exists, "EXISTING_NAME_COVERED", Remedy::complete_denial},
    {Reason::denied_by_parent, "REFERRAL_WITHOUT_NS", Remedy::complete_denial},
    {Reason::nsec3_iterations_high, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::nsec3_iterations_absurd, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::nsec3_over_budget, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::soa_unsigned, "MISSING_RRSIG", Remedy::sign_again},
    {Reason::soa_bogus, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::soa_of_another_zone, "SOA_NOT_OWNER_FOR_NODATA", Remedy::complete_denial},
};

const CodeRow* row_for(Reason reason) {
  for (const CodeRow& row : rows) {
    if (row.reason == reason) return &row;
  }
  return nullptr;
}

std::string remedy_text(Remedy remedy, const std::string& zone, const std::string& owner) {
  switch (remedy) {
    case Remedy::nothing: return {};
    case Remedy::sign_again:
      return fmt::format(
          "Sign {0} again, and find out why its signer did not: "
          "`vouch sign -o {0} --previous OLD -f NEW ZONEFILE`, then reload the servers.",
          zone);
    case Remedy::replace_ds:
      return fmt::format(
          "Have the parent of {0} replace the DS of {0} by that of a key that signs its DNSKEYs: "
          "`vouch ds` of the zone's file prints it. Until then, publish the old key again and sign "
          "with it.",
          owner);
    case Remedy::publish_keys:
      return fmt::format(
          "Publish the keys that {0} is signed with in its DNSKEY RRset, in good form, and sign "
          "again: `vouch sign -o {0} ZONEFILE`.",
          zone);
    case Remedy::sign_keys:
      return fmt::format(
          "Sign the DNSKEY RRset of {0} by the key that the DS points to: `vouch sign -o {0} "
          "ZONEFILE` with that KSK at hand.",
          zone);
    case Remedy::complete_denial:
      return fmt::format(
          "The NSEC or NSEC3 chain of {0} is not whole, or its servers do not send it: check it by "
          "`vouch verify -o {0} FILE`, sign again, and have servers that know DNSSEC.",
          zone);
    case Remedy::fewer_iterations:
      return fmt::format(
          "Sign {0} with 0 iterations (RFC 9276): `vouch sign -o {0} --nsec3 --iterations 0 "
          "ZONEFILE`.",
          zone);
    case Remedy::reach_servers:
      return fmt::format("Bring the name servers of {0} back, or correct the delegation to them.",
                         zone);
    case Remedy::mend_parent:
      return fmt::format(
          "The zone above {0} answers wrongly for its DS: its operator has to sign it again, or to "
          "mend its servers.",
          owner);
    case Remedy::mend_alias: return fmt::format("Correct the CNAME records at {0}.", owner);
    case Remedy::set_anchor:
      return "Give the trust anchor that is in force now: `--anchor FILE` with its DS or DNSKEY.";
  }
  return {};
}

Severity severity_of(Status status) {
  switch (status) {
    case Status::bogus:
    case Status::failed: return Severity::error;
    case Status::insecure: return Severity::notice;
    case Status::indeterminate:
    case Status::secure: return Severity::warning;
  }
  return Severity::error;
}

}  // namespace

std::string_view text(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::notice: return "notice";
  }
  return "";
}

std::string_view code_of(Reason reason) {
  const CodeRow* row = row_for(reason);
  return row != nullptr ? row->code : row_of(reason).id;
}

std::string fix_of(const Conclusion& conclusion) {
  const CodeRow* row = row_for(conclusion.reason);
  if (row == nullptr) return {};
  return remedy_text(row->remedy, conclusion.place.zone.text(), conclusion.place.owner.text());
}

Finding finding_of(const Conclusion& conclusion) {
  Finding finding;
  finding.code = code_of(conclusion.reason);
  finding.severity = severity_of(conclusion.status());
  finding.zone = conclusion.place.zone;
  finding.owner = conclusion.place.owner;
  finding.type = conclusion.place.type;
  if (!conclusion.place.server.empty()) finding.servers = {conclusion.place.server};
  finding.text = row_of(conclusion.reason).sentence;
  if (!conclusion.detail.empty()) finding.text += ": " + conclusion.detail;
  finding.reference = row_of(conclusion.reason).reference;
  finding.fix = fix_of(conclusion);
  return finding;
}

}  // namespace vouch::chain
