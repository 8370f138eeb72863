// TransferEnd: where a zone transfer ends, by its SOA records (RFC 5936 section 2.2, RFC 1995
// section 4). Does not check what stands between them.
#pragma once

#include <optional>

#include "vouch/message/message.hpp"

namespace vouch::dig {

class TransferEnd {
 public:
  /// `serial`: what the asker has, for IXFR; nothing for AXFR.
  explicit TransferEnd(std::optional<std::uint32_t> serial) : known_(serial) {}

  /// Whether the transfer is over with this record. The first must be the zone's SOA.
  bool take(const Record& record);
  bool has_begun() const { return records_ > 0; }
  bool is_over() const { return is_over_; }
  /// To be called when a message ends: a single SOA alone says that there is nothing newer.
  bool end_message();

 private:
  bool take_soa(std::uint32_t serial);

  std::optional<std::uint32_t> known_;
  std::uint32_t newest_ = 0;
  std::size_t records_ = 0;
  unsigned newest_seen_ = 0;
  bool is_incremental_ = false;
  bool is_over_ = false;
};

}  // namespace vouch::dig
