// Typed view of the RDATA of SVCB and HTTPS (RFC 9460): priority, target, parameters. A view reads
// octets that somebody else owns. Chooses no endpoint; that is the client's (RFC 9460 section 3).
#pragma once

#include <iterator>
#include <optional>

#include "vouch/name/name.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::rr {

/// Registered keys (IANA "DNS Service Binding (SVCB) Parameter Keys"); any other value is legal.
enum class SvcParamKey : std::uint16_t {
  mandatory = 0,
  alpn = 1,
  no_default_alpn = 2,
  port = 3,
  ipv4hint = 4,
  ech = 5,
  ipv6hint = 6,
  dohpath = 7,
  ohttp = 8,
  tls_supported_groups = 9,
  docpath = 10,
};

struct SvcParam {
  SvcParamKey key;
  OctetView value;
};

/// Checked parameters, in ascending order of their keys.
class SvcParams {
 public:
  class Iterator {
   public:
    using value_type = SvcParam;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const SvcParam*;
    using reference = SvcParam;

    Iterator() = default;
    explicit Iterator(const std::uint8_t* at) : at_(at) {}
    SvcParam operator*() const {
      return {SvcParamKey(at_[0] << 8 | at_[1]), {at_ + head_octets, length()}};
    }
    Iterator& operator++() {
      at_ += head_octets + length();
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    static constexpr std::size_t head_octets = 4;
    std::size_t length() const { return static_cast<std::size_t>(at_[2] << 8 | at_[3]); }
    const std::uint8_t* at_ = nullptr;
  };

  SvcParams() = default;
  explicit SvcParams(OctetView octets) : octets_(octets) {}

  OctetView octets() const { return octets_; }
  bool empty() const { return octets_.empty(); }
  Iterator begin() const { return Iterator(octets_.data()); }
  Iterator end() const { return Iterator(octets_.data() + octets_.size()); }
  std::optional<OctetView> find(SvcParamKey key) const;

 private:
  OctetView octets_;
};

struct Svcb {
  std::uint16_t priority;  ///< 0 is AliasMode, in which parameters mean nothing
  NameView target;  ///< the root stands for the owner in ServiceMode (RFC 9460 section 2.5.2)
  SvcParams params;

  bool is_alias() const { return priority == 0; }

  /// Errors as check_rdata.
  static Result<Svcb> read(OctetView rdata);
};

}  // namespace vouch::rr
