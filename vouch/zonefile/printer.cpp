#include "vouch/zonefile/printer.hpp"

#include <charconv>

#include "vouch/zonefile/portable.hpp"

namespace vouch {
namespace {

void append_number(std::string& to, std::uint32_t number) {
  char digits[10];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  (void)error;  // ten digits hold any 32-bit number
  to.append(digits, end);
}

// What stands before the type, which is the same for all records of an RRset.
void append_head(std::string& to, NameView owner, Ttl ttl, RRClass rrclass) {
  zonefile::append_portable_name(to, owner);
  to += '\t';
  append_number(to, ttl.seconds);
  to += '\t';
  to += text(rrclass);
  to += '\t';
}

void append_tail(std::string& to, RRType type, RRClass rrclass, OctetView rdata) {
  const bool in_own_form = zonefile::is_read_in_own_form(type, rrclass, rdata);
  RdataStyle style;
  style.generic = !in_own_form;
  if (in_own_form) {
    to += text(type);
  } else {
    to += "TYPE";
    append_number(to, static_cast<std::uint32_t>(type));
  }
  to += '\t';
  append_rdata_text(to, type, rrclass, rdata, style);
  to += '\n';
}

}  // namespace

void append_record_text(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                        OctetView rdata) {
  append_head(to, owner, ttl, rrclass);
  append_tail(to, type, rrclass, rdata);
}

void append_rrset_text(std::string& to, RRsetView rrset) {
  std::string head;
  append_head(head, rrset.owner, rrset.ttl, rrset.rrclass);
  for (const OctetView rdata : rrset.rdatas) {
    to += head;
    append_tail(to, rrset.type, rrset.rrclass, rdata);
  }
}

}  // namespace vouch
