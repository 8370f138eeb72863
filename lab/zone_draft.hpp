// ZoneDraft: a signed zone as a list of records with its keys, to be broken in one way or another,
// and signatures that are wrong on purpose.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "vouch/crypto/digest.hpp"
#include "vouch/crypto/key_store.hpp"
#include "vouch/dnssec/rrsig.hpp"

namespace vouch::lab {

/// How a signature differs from a good one; the key that makes it is the zone's all the same.
struct Forgery {
  std::optional<std::uint8_t> labels = {};
  std::optional<Name> signer = {};
  std::optional<SignatureSpan> span = {};
};

class ZoneDraft {
 public:
  /// `keys`: KSK, then ZSK; none for an unsigned zone. `span`: of good signatures.
  ZoneDraft(Name apex, std::vector<Record> records, const std::vector<KeyPair>& keys,
            SignatureSpan span)
      : apex_(std::move(apex)), records_(std::move(records)), keys_(keys), span_(span) {}

  const Name& apex() const { return apex_; }
  const std::vector<Record>& records() const { return records_; }
  SignatureSpan span() const { return span_; }
  const std::vector<KeyPair>& keys() const { return keys_; }
  /// The RDATA of the DNSKEY that the parent is to point to.
  Octets entry_key() const;

  /// The name below the apex; the apex for "@".
  Name name(const std::string& label) const;

  void drop(const Name& owner, RRType type);
  void drop_signatures(const Name& owner, RRType covered);
  void drop_all(RRType type);  ///< with their signatures
  /// Changes the first record of the owner and type; its signatures stay as they are.
  void change(const Name& owner, RRType type, const std::function<void(Octets&)>& change);
  /// Flips a bit in every signature over the RRset.
  void spoil_signatures(const Name& owner, RRType covered);
  /// Signs the RRset anew.
  void sign(const Name& owner, RRType type, const Forgery& forgery = {});
  /// Puts another DNSKEY in the place of the KSK, and signs the keys by it.
  void change_entry_key(const std::function<void(Octets&)>& change);
  /// Signs every RRset anew with this span.
  void sign_all(SignatureSpan span);
  void add(Record record) { records_.push_back(std::move(record)); }
  /// Takes away everything that signing added.
  void keep_unsigned();

 private:
  Record signature(const RRset& rrset, const KeyPair& pair, std::uint16_t key_tag,
                   const Forgery& forgery) const;
  RRset rrset(const Name& owner, RRType type) const;

  Name apex_;
  std::vector<Record> records_;
  const std::vector<KeyPair>& keys_;
  SignatureSpan span_;
  std::optional<Octets> entry_key_;  ///< where it is not the KSK as it was made
};

/// The DS of the key that the parent is to point to.
Record ds_record(const ZoneDraft& draft, DigestType digest);

/// Whether the record is an RRSIG that covers the type.
bool covers(const Record& record, RRType type);

}  // namespace vouch::lab
