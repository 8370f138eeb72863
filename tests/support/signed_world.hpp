// SignedWorld: a few zones from the root down, signed in memory and answered by the authoritative
// engine, for tests of everything that asks: the validator, the resolver, the analyser.
//
// No sockets and no clock: every zone is signed around world_time. Zones, records and replies can
// be broken on the way.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "authority/engine/zone_set.hpp"
#include "vouch/crypto/key_store.hpp"
#include "vouch/message/message.hpp"
#include "vouch/sign/policy.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::testing {

/// When every test happens: 2023-11-14T22:13:20Z.
constexpr Timestamp world_time{1700000000};

/// One zone of a world. What its text lacks is added: SOA, NS and the address of the name server
/// (`ns.<apex>`), and in its parent the delegation with glue and, where the zone is signed, DS.
struct WorldZone {
  std::string apex;
  std::string text = {};
  bool is_signed = true;
  bool has_ds = true;  ///< in the parent, where the zone is signed
  Algorithm algorithm = Algorithm::ECDSAP256SHA256;
  DigestType digest = DigestType::sha256;
  DenialKind denial = DenialKind::nsec;
  bool opt_out = false;
  std::uint16_t iterations = 0;
  std::optional<SignatureSpan> span = {};  ///< a day around world_time where it is not given
  /// Changes the records before they are signed; DS records of children are there already.
  std::function<void(std::vector<Record>&)> before_signing = {};
  /// Changes the signed zone's records.
  std::function<void(std::vector<Record>&)> after_signing = {};
};

/// How a forged signature differs from a good one; it is made with the zone's key all the same.
struct Forgery {
  std::optional<std::uint8_t> labels = {};
  std::optional<Name> signer = {};
  std::optional<std::uint16_t> key_tag = {};
  std::optional<Algorithm> algorithm = {};
  std::optional<SignatureSpan> span = {};
};

class SignedWorld {
 public:
  /// The root is added where it is missing. Parents come from the names.
  explicit SignedWorld(std::vector<WorldZone> zones);

  /// The reply of the servers of all zones. DS is answered by the parent.
  Message served(const Question& question) const;
  /// The same after `tamper`.
  Message reply(const Question& question) const;
  Evidence evidence(const Question& question) const;
  /// Drives a validator over this world; every Need is answered once, also those that ask again.
  Verdict validate(const std::string& name, RRType type) const;
  Verdict validate(const Question& question, WorkBudget& budget) const;

  const ZonePtr& zone(const std::string& apex) const;
  const authority::ZoneSet& zone_set() const { return zone_set_; }
  /// The zone's keys: KSK, then ZSK.
  const std::vector<KeyPair>& keys(const std::string& apex) const;
  /// DS records of the zone's KSK.
  Record ds(const std::string& apex, DigestType digest = DigestType::sha256) const;
  /// A signature over the RRset by the zone's ZSK (its KSK for DNSKEY), in this or that wrong.
  Record sign(const std::string& apex, const RRset& rrset, const Forgery& forgery = {}) const;

  /// Puts a zone of these records in the place of the one that is served.
  void replace(const std::string& apex, const std::vector<Record>& records);
  /// Reads the zone's records, changes them and puts them back.
  void edit(const std::string& apex, const std::function<void(std::vector<Record>&)>& change);
  /// As edit(), with the signature of the RRset `owner` and `type` made anew after the change.
  void edit_and_sign(const std::string& apex, const std::string& owner, RRType type,
                     const std::function<void(std::vector<Record>&)>& change,
                     const Forgery& forgery = {});
  /// All records that are served in the zone.
  std::vector<Record> records(const std::string& apex) const;

  Validator::Options options;  ///< anchors are those of the root of this world
  AnchorStore anchors;
  Timestamp now = world_time;
  /// Sees and changes every reply.
  std::function<void(const Question&, Message&)> tamper;
  /// Makes a fetch fail.
  std::function<FetchFailure(const Question&)> fails;
  /// What was asked for by validate(), in order.
  mutable std::vector<Need> needs;

 private:
  void add_zone(const WorldZone& spec, const std::vector<WorldZone>& all);
  void sign_zone_of(const WorldZone& spec, std::vector<Record> records);
  void rebuild();

  std::map<Name, std::vector<KeyPair>> keys_;
  std::map<Name, ZonePtr> zones_;
  authority::ZoneSet zone_set_;
};

Name name_of(const std::string& text);
/// A record of one line in zone file form.
Record record_of(const std::string& line);
/// The RRset of a list of records.
RRset rrset_of(const std::vector<Record>& records, const std::string& owner, RRType type);

/// Takes out the records of the owner and type; RRSIGs that cover the type stay.
void drop(std::vector<Record>& records, const std::string& owner, RRType type);
/// Takes out the RRSIGs of the owner that cover the type.
void drop_signatures(std::vector<Record>& records, const std::string& owner, RRType covered);
/// Whether the record is an RRSIG that covers the type.
bool covers(const Record& record, RRType type);
/// Flips a bit in the last octet of the first record of the owner and type.
void alter(std::vector<Record>& records, const std::string& owner, RRType type);

}  // namespace vouch::testing
