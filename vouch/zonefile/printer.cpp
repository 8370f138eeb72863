#include "vouch/zonefile/printer.hpp"

#include <charconv>

namespace vouch {
namespace {

void append_number(std::string& to, std::uint32_t number) {
  char digits[10];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  (void)error;  // ten digits hold any 32-bit number
  to.append(digits, end);
}

// What stands before the RDATA, which is the same for all records of an RRset.
void append_head(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type) {
  owner.append_text(to);
  to += '\t';
  append_number(to, ttl.seconds);
  to += '\t';
  to += text(rrclass);
  to += '\t';
  to += text(type);
  to += '\t';
}

}  // namespace

void append_record_text(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                        OctetView rdata) {
  append_head(to, owner, ttl, rrclass, type);
  append_rdata_text(to, type, rrclass, rdata);
  to += '\n';
}

void append_rrset_text(std::string& to, RRsetView rrset) {
  std::string head;
  append_head(head, rrset.owner, rrset.ttl, rrset.rrclass, rrset.type);
  for (const OctetView rdata : rrset.rdatas) {
    to += head;
    append_rdata_text(to, rrset.type, rrset.rrclass, rdata);
    to += '\n';
  }
}

}  // namespace vouch
