#include "dig/engine/transfer_end.hpp"

#include "vouch/rr/typed/zone.hpp"

namespace vouch::dig {

bool TransferEnd::take(const Record& record) {
  ++records_;
  if (record.type != RRType::SOA) return false;
  const auto soa = rr::Soa::read(record.rdata);
  if (soa.ok()) is_over_ = take_soa(soa->serial.value);
  return is_over_;
}

bool TransferEnd::take_soa(std::uint32_t serial) {
  if (records_ == 1) {
    newest_ = serial;
    newest_seen_ = 1;
    return false;
  }
  // An incremental transfer has a second SOA at once, of the version that it begins with.
  if (records_ == 2) is_incremental_ = known_.has_value() && serial != newest_;
  if (!is_incremental_) return true;
  // The newest serial stands first, before the last additions, and last.
  if (serial == newest_) ++newest_seen_;
  return newest_seen_ == 3;
}

bool TransferEnd::end_message() {
  if (known_ && records_ == 1) is_over_ = true;
  return is_over_;
}

}  // namespace vouch::dig
