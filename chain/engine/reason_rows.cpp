#include "chain/engine/reason_rows.hpp"

#include <algorithm>
#include <iterator>

namespace vouch::chain {
namespace {

constexpr ReasonWords rows[] = {
    {Reason::chain_holds, "SECURE", Remedy::nothing},
    {Reason::no_trust_anchor, "NO_TRUST_ANCHOR", Remedy::give_anchor},
    {Reason::anchor_unreachable, "DNSKEY_NO_RESPONSE", Remedy::reach_servers},
    {Reason::anchor_matches_no_key, "NO_TRUST_ANCHOR_SIGNING", Remedy::compare_anchor},
    {Reason::anchor_without_keys, "NO_TRUST_ANCHOR_SIGNING", Remedy::compare_anchor},
    {Reason::anchor_algorithm_unsupported, "INSECURE_BY_ALGORITHM", Remedy::compare_anchor},
    {Reason::anchor_digest_unsupported, "INSECURE_BY_ALGORITHM", Remedy::compare_anchor},
    {Reason::trust_point_deleted, "TRUST_POINT_DELETED", Remedy::compare_anchor},
    {Reason::negative_trust_anchor, "NEGATIVE_TRUST_ANCHOR", Remedy::nothing},
    {Reason::unsigned_delegation, "ZONE_NOT_SIGNED", Remedy::publish_ds},
    {Reason::opt_out_delegation, "ZONE_NOT_SIGNED", Remedy::publish_ds},
    {Reason::ds_algorithm_unsupported, "INSECURE_BY_ALGORITHM", Remedy::supported_ds},
    {Reason::ds_algorithm_refused, "INSECURE_BY_ALGORITHM", Remedy::other_library},
    {Reason::ds_digest_unsupported, "INSECURE_BY_ALGORITHM", Remedy::supported_ds},
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
    {Reason::ds_key_not_zone_key, "DS_ZONE_BIT_UNSET", Remedy::replace_ds_key},
    {Reason::ds_key_wrong_protocol, "DNSKEY_PROTOCOL_NOT_3", Remedy::replace_ds_key},
    {Reason::ds_key_revoked, "DNSKEY_REVOKED_DS", Remedy::replace_ds_key},
    {Reason::ds_key_malformed, "DNSKEY_POINT_INVALID", Remedy::replace_ds_key},
    {Reason::ds_key_does_not_sign, "DS_KEY_NOT_SIGNING", Remedy::sign_keys},
    {Reason::dnskey_unsigned, "MISSING_RRSIG", Remedy::sign_keys},
    {Reason::dnskey_bogus, "DS_KEY_RRSIG_BAD", Remedy::sign_keys},
    {Reason::dnskey_missing, "DS_BUT_UNSIGNED_ZONE", Remedy::drop_stale_ds},
    {Reason::dnskey_is_cname, "CNAME_WITH_OTHER_DATA", Remedy::mend_alias},
    {Reason::dnskey_unreachable, "DNSKEY_NO_RESPONSE", Remedy::reach_servers},
    {Reason::too_many_keys, "KEYTAG_COLLISION", Remedy::fewer_records},
    {Reason::too_many_ds, "KEYTAG_COLLISION", Remedy::fewer_records},
    {Reason::signature_missing, "MISSING_RRSIG", Remedy::sign_again},
    {Reason::signer_not_ancestor, "SIGNER_NOT_ZONE", Remedy::sign_again},
    {Reason::signer_is_not_the_zone, "SIGNER_NOT_ZONE", Remedy::sign_again},
    {Reason::too_many_labels, "RRSIG_LABELS_EXCEED_RRSET_OWNER_LABELS", Remedy::sign_again},
    {Reason::labels_below_signer, "RRSIG_LABELS_BELOW_SIGNER", Remedy::sign_again},
    {Reason::signing_key_missing, "RRSIG_NO_DNSKEY", Remedy::sign_with_present},
    {Reason::signing_key_revoked, "DNSKEY_REVOKED_RRSIG", Remedy::sign_with_present},
    {Reason::signing_key_not_zone_key, "ZONE_BIT_UNSET", Remedy::sign_with_present},
    {Reason::signing_key_malformed, "DNSKEY_POINT_INVALID", Remedy::sign_with_present},
    {Reason::signature_algorithm_unsupported, "ALGORITHM_NOT_SUPPORTED", Remedy::sign_supported},
    {Reason::signature_expired, "EXPIRATION_IN_PAST", Remedy::sign_again},
    {Reason::signature_not_yet, "INCEPTION_IN_FUTURE", Remedy::set_clock},
    {Reason::signature_inverted, "EXPIRATION_BEFORE_INCEPTION", Remedy::sign_again},
    {Reason::signature_wrong, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::signature_malformed, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::wildcard_not_allowed, "WILDCARD_EXPANSION_INVALID", Remedy::take_from_wildcard},
    {Reason::signatures_over_budget, "TOO_MANY_RRSIGS", Remedy::fewer_records},
    {Reason::signatures_not_signed, "RRSIG_NOT_SIGNED", Remedy::nothing},
    {Reason::too_many_rrsets, "TOO_MANY_RRSETS", Remedy::nothing},
    {Reason::answer_failed, "NO_RESPONSE", Remedy::reach_servers},
    {Reason::cname_beside_others, "CNAME_WITH_OTHER_DATA", Remedy::mend_alias},
    {Reason::answer_contradicts_rcode, "NXDOMAIN_WITH_ANSWER", Remedy::mend_servers},
    {Reason::chain_too_long, "CNAME_CHAIN_LONG", Remedy::mend_alias},
    {Reason::chain_loops, "CNAME_LOOP", Remedy::mend_alias},
    {Reason::too_many_fetches, "VALIDATION_COST", Remedy::nothing},
    {Reason::wildcard_not_proven, "MISSING_NSEC_FOR_WILDCARD", Remedy::complete_denial},
    {Reason::denial_missing, "MISSING_NSEC", Remedy::complete_denial},
    {Reason::denial_unsigned, "NSEC_SIG_MISSING", Remedy::complete_denial},
    {Reason::denial_bogus, "NSEC_SIG_INVALID", Remedy::complete_denial},
    {Reason::denial_unusable, "INVALID_NSEC3_OWNER_NAME", Remedy::complete_denial},
    {Reason::name_not_denied, "SNAME_NOT_COVERED", Remedy::complete_denial},
    {Reason::next_closer_not_denied, "NEXT_CLOSEST_ENCLOSER_NOT_COVERED", Remedy::complete_denial},
    {Reason::wildcard_not_denied, "WILDCARD_NOT_COVERED", Remedy::complete_denial},
    {Reason::wildcard_exists, "WILDCARD_NOT_COVERED", Remedy::mend_servers},
    {Reason::type_exists, "STYPE_IN_BITMAP", Remedy::mend_servers},
    {Reason::cname_exists, "STYPE_IN_BITMAP", Remedy::mend_servers},
    {Reason::name_exists, "EXISTING_NAME_COVERED", Remedy::mend_servers},
    {Reason::denied_by_parent, "REFERRAL_WITHOUT_NS", Remedy::mend_servers},
    {Reason::denied_by_child, "REFERRAL_WITH_SOA", Remedy::mend_servers},
    {Reason::denied_above_dname, "DNAME_IGNORED", Remedy::mend_servers},
    {Reason::opt_out_denial, "OPT_OUT_DENIAL", Remedy::nothing},
    {Reason::nsec3_iterations_high, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::nsec3_iterations_absurd, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::nsec3_over_budget, "NONZERO_NSEC3_ITERATION_COUNT", Remedy::fewer_iterations},
    {Reason::soa_unsigned, "MISSING_RRSIG", Remedy::sign_again},
    {Reason::soa_bogus, "SIGNATURE_INVALID", Remedy::sign_again},
    {Reason::soa_of_another_zone, "SOA_NOT_OWNER_FOR_NODATA", Remedy::mend_servers},
};

constexpr std::size_t reason_count = [] {
  std::size_t count = 0;
#define VOUCH_REASON(id, rows, status, ede, reference, sentence) ++count;
#include "vouch/validate/reasons.def"
#undef VOUCH_REASON
  return count;
}();

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (static_cast<std::size_t>(rows[i].reason) != i) return false;
  }
  return true;
}
static_assert(std::size(rows) == reason_count && is_in_order(),
              "every reason has its row, in the order of reasons.def");

}  // namespace

const ReasonWords& words_of(Reason reason) { return rows[static_cast<std::size_t>(reason)]; }

std::string_view code_of(Reason reason) { return words_of(reason).code; }

}  // namespace vouch::chain
