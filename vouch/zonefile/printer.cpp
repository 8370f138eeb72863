#include "vouch/zonefile/printer.hpp"

#include <charconv>
#include <cstring>

#include "vouch/zonefile/portable.hpp"

namespace vouch {
namespace {

// Ten characters hold any 32-bit number.
char* put_number(char* out, std::uint32_t number) {
  return std::to_chars(out, out + 10, number).ptr;
}

char* put_text(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

}  // namespace

void RecordPrinter::begin(NameView owner, Ttl ttl, RRClass rrclass) {
  const OctetView wire = owner.wire();
  if (wire.size() != owner_octets_ || std::memcmp(owner_, wire.data(), wire.size()) != 0) {
    char* end = zonefile::QuickRdata::put_name(line_, owner);
    if (end == nullptr) {
      std::string text;
      zonefile::append_portable_name(text, owner);
      end = put_text(line_, text);
    }
    std::memcpy(owner_, wire.data(), wire.size());
    owner_octets_ = wire.size();
    owner_end_ = static_cast<std::size_t>(end - line_);
  }
  char* out = line_ + owner_end_;
  *out++ = '\t';
  out = put_number(out, ttl.seconds);
  *out++ = '\t';
  if (rrclass == RRClass::IN) {
    out = put_text(out, "IN");
  } else {
    out = put_text(out, text(rrclass));
  }
  *out++ = '\t';
  head_end_ = static_cast<std::size_t>(out - line_);
}

void RecordPrinter::append_tail(std::string& to, RRClass rrclass, RRType type, OctetView rdata) {
  if (way_ == Way::quick && rrclass == RRClass::IN) {
    if (const TypeRow* const row = row_of(type)) {
      char* out = put_text(line_ + head_end_, row->mnemonic);
      *out++ = '\t';
      out = quick_.put(out, type, rdata);
      if (out != nullptr) {
        *out++ = '\n';
        to.append(line_, out);
        return;
      }
    }
  }
  to.append(line_, head_end_);
  RdataStyle style;
  style.generic = !zonefile::is_read_in_own_form(type, rrclass, rdata);
  if (style.generic) {
    char number[10];
    to += "TYPE";
    to.append(number, put_number(number, static_cast<std::uint32_t>(type)));
  } else {
    to += text(type);
  }
  to += '\t';
  append_rdata_text(to, type, rrclass, rdata, style);
  to += '\n';
}

void RecordPrinter::append(std::string& to, RRsetView rrset) {
  if (rrset.empty()) return;
  begin(rrset.owner, rrset.ttl, rrset.rrclass);
  for (const OctetView rdata : rrset.rdatas) append_tail(to, rrset.rrclass, rrset.type, rdata);
}

void RecordPrinter::append(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                           OctetView rdata) {
  begin(owner, ttl, rrclass);
  append_tail(to, rrclass, type, rdata);
}

void append_record_text(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                        OctetView rdata) {
  RecordPrinter().append(to, owner, ttl, rrclass, type, rdata);
}

void append_rrset_text(std::string& to, RRsetView rrset) { RecordPrinter().append(to, rrset); }

}  // namespace vouch
