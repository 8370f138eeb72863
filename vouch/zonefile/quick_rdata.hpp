// QuickRdata: the text of the RDATA that large zones are full of (A, AAAA, NS, CNAME, PTR, DNAME,
// MX, DS, RRSIG, NSEC, NSEC3 in class IN), written straight into a line. For the printer only.
//
// The text is that of append_rdata_text(), octet for octet; whatever is out of the usual is left to
// that: odd names, types that not everybody knows, long RDATA. One thread at a time.
#pragma once

#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

class QuickRdata {
 public:
  /// What put() may write.
  static constexpr std::size_t room = 4096;

  /// Writes the text of checked RDATA at `out`, which has `room`, and returns its end; null where
  /// it has to be printed the general way. Then what was written means nothing.
  char* put(char* out, RRType type, OctetView rdata);

  /// Writes an absolute name at `out`, which has room for 255 characters, and returns its end; null
  /// where a character needs an escape.
  static char* put_name(char* out, NameView name);

 private:
  /// Octets that were printed last, with their text, since the next ones are likely to be the same.
  template <std::size_t octets, std::size_t characters>
  struct Remembered {
    std::uint8_t key[octets];
    std::size_t key_size = 0;
    char text[characters];
    std::size_t text_size = 0;

    bool holds(OctetView of) const;
    void keep(OctetView of, const char* begin, const char* end);
    char* copy(char* out) const;
  };

  char* put_ipv6(char* out, OctetView rdata);
  char* put_time(char* out, const std::uint8_t* wire);
  char* put_bitmap(char* out, OctetView bitmap);
  char* put_rrsig_middle(char* out, OctetView rdata, std::size_t& at);
  char* put_rrsig(char* out, OctetView rdata);
  char* put_nsec(char* out, OctetView rdata);
  char* put_nsec3(char* out, OctetView rdata);

  std::string scratch_;
  Remembered<4, 14> times_[2];
  unsigned next_time_ = 0;
  Remembered<34, 512> bitmaps_[2];
  unsigned next_bitmap_ = 0;
  /// From the algorithm to the signer's name, which mostly differ in the original TTL only.
  Remembered<16 + NameView::max_octets, 96 + NameView::max_octets> middles_[4];
  unsigned next_middle_ = 0;
};

}  // namespace vouch::zonefile
