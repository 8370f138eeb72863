// EdnsView: the OPT pseudo-record of a message read where it lies (RFC 6891), without allocating.
//
// Edns (edns.hpp) is the one that owns its options; edns_option.hpp says what single options mean.
#pragma once

#include <iterator>

#include "vouch/message/edns.hpp"

namespace vouch {

struct EdnsOptionView {
  EdnsOptionCode code;
  OctetView value;
};

/// Packed options: code, length, value (RFC 6891 section 6.1.2). Iteration gives each
/// EdnsOptionView, in any octets, and ends before the first option that is cut short.
class EdnsOptions {
 public:
  static constexpr std::size_t head_octets = 4;  ///< of an option: code and length

  class Iterator {
   public:
    using value_type = EdnsOptionView;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const EdnsOptionView*;
    using reference = EdnsOptionView;

    Iterator() = default;
    explicit Iterator(OctetView left) : left_(left) { stop_where_cut(); }
    EdnsOptionView operator*() const {
      return {EdnsOptionCode(left_[0] << 8 | left_[1]), left_.subspan(head_octets, length())};
    }
    Iterator& operator++() {
      left_ = left_.subspan(head_octets + length());
      stop_where_cut();
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& left, const Iterator& right) {
      return left.left_.size() == right.left_.size();
    }

   private:
    std::size_t length() const { return static_cast<std::size_t>(left_[2] << 8 | left_[3]); }
    void stop_where_cut() {
      if (left_.size() < head_octets || left_.size() - head_octets < length()) left_ = {};
    }
    OctetView left_;
  };

  EdnsOptions() = default;
  explicit EdnsOptions(OctetView packed) : packed_(packed) {}

  OctetView packed() const { return packed_; }
  bool empty() const { return packed_.empty(); }
  /// Whether the options fill the octets.
  bool well_formed() const;
  Iterator begin() const { return Iterator(packed_); }
  Iterator end() const { return {}; }
  /// The value of the first option with this code.
  std::optional<OctetView> find(EdnsOptionCode code) const;
  bool contains(EdnsOptionCode code) const { return find(code).has_value(); }

 private:
  OctetView packed_;
};

struct EdnsView {
  std::uint16_t udp_size = 0;   ///< octets that the sender takes in one datagram, as it says
  std::uint8_t rcode_high = 0;  ///< the high eight bits of the RCODE
  std::uint8_t version = 0;
  std::uint16_t flags = 0;
  EdnsOptions options;

  static constexpr std::uint16_t dnssec_ok_flag = 0x8000;
  static constexpr std::uint16_t compact_ok_flag = 0x4000;  ///< RFC 9824 section 5.1

  bool dnssec_ok() const { return (flags & dnssec_ok_flag) != 0; }
  bool compact_ok() const { return (flags & compact_ok_flag) != 0; }

  /// From the class, TTL and RDATA of an OPT record. Of another version than 0 the options are not
  /// looked at, since they may have another form. Errors: truncated (an option is cut off).
  static Result<EdnsView> read(std::uint16_t rrclass, std::uint32_t ttl, OctetView rdata);

  /// With octets of its own.
  Edns owned() const;
};

}  // namespace vouch
