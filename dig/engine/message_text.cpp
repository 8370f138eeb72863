#include "dig/engine/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vouch/message/edns_option.hpp"

namespace vouch::dig {
namespace {

constexpr std::size_t tab_width = 8;

/// Where TTL, class, type and RDATA begin.
struct Columns {
  std::size_t ttl, rrclass, type, rdata;

  static Columns of(const Display& display) {
    if (display.multiline || (!display.ttl && !display.rrclass)) return {24, 24, 24, 32};
    if (!display.ttl || !display.rrclass) return {24, 24, 32, 40};
    return {24, 32, 40, 48};
  }
};

/// A line that is filled up to columns.
class Line {
 public:
  void add(std::string_view text) {
    text_ += text;
    column_ += text.size();
  }
  /// Goes to the column with tabs and spaces, or one column on where it is past it.
  void go_to(std::size_t column) {
    column = std::max(column, column_ + 1);
    const std::size_t tabs = column / tab_width - column_ / tab_width;
    text_.append(tabs, '\t');
    if (tabs > 0) column_ = column / tab_width * tab_width;
    text_.append(column - column_, ' ');
    column_ = column;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t column_ = 0;
};

RdataStyle style_of(const Display& display) {
  RdataStyle style;
  style.multiline = display.multiline;
  style.comments = display.record_comments.value_or(display.multiline);
  style.hide_crypto = !display.crypto;
  style.generic = display.generic;
  style.expand_addresses = display.expand_addresses;
  style.indent = 4;
  constexpr unsigned dig_split = 56;
  constexpr unsigned dig_multiline_split = 44;
  style.split = display.split.value_or(display.multiline ? dig_multiline_split : dig_split);
  if (style.split == 0) style.split = RdataStyle::no_split;
  return style;
}

std::string class_text(RRClass rrclass, const Display& display) {
  if (!display.generic) return text(rrclass);
  return "CLASS" + std::to_string(static_cast<unsigned>(rrclass));
}

std::string type_text(RRType type, const Display& display) {
  if (!display.generic) return text(type);
  return "TYPE" + std::to_string(static_cast<unsigned>(type));
}

std::string question_text(const Question& question, const Display& display) {
  const Columns columns = Columns::of(display);
  // The semicolon has no column of its own.
  Line line;
  line.add(question.name.text());
  line.go_to(columns.rrclass);
  line.add(class_text(question.rrclass, display));
  line.go_to(columns.type);
  line.add(type_text(question.type, display));
  return ";" + line.take() + "\n";
}

std::string sections_heading(const char* name, const Display& display) {
  return display.comments ? fmt::format(";; {} SECTION:\n", name) : std::string();
}

std::string section_text(const std::vector<Record>& records, const char* name,
                         const Display& display) {
  if (records.empty()) return {};
  std::string text = sections_heading(name, display);
  bool seen_soa = false;
  for (const Record& record : records) {
    const bool is_repeated = display.one_soa && record.type == RRType::SOA && seen_soa;
    if (record.type == RRType::SOA) seen_soa = true;
    if (!is_repeated) text += record_text(record, display);
  }
  return display.comments ? text + "\n" : text;
}

std::string header_text(const Message& message, const Sent& sent) {
  const Header& header = message.header;
  const bool has_opt = message.edns.has_value();
  const bool is_update = header.opcode == Opcode::UPDATE;
  std::string lines =
      fmt::format(";; ->>HEADER<<- opcode: {}, status: {}, id: {}\n;; flags:", text(header.opcode),
                  text(message.rcode()), header.id);
  const std::string flags = header.flags_text();
  if (!flags.empty()) lines += " " + flags;
  lines += fmt::format("; {}: {}, {}: {}, {}: {}, ADDITIONAL: {}\n", is_update ? "ZONE" : "QUERY",
                       message.questions.size(), is_update ? "PREREQ" : "ANSWER",
                       message.answer.size(), is_update ? "UPDATE" : "AUTHORITY",
                       message.authority.size(), message.additional.size() + (has_opt ? 1 : 0));
  if (header.rd && header.qr && !header.ra)
    lines += ";; WARNING: recursion requested but not available\n";
  const bool refuses_edns = sent.edns && !has_opt &&
                            (message.rcode() == Rcode::FORMERR || message.rcode() == Rcode::NOTIMP);
  if (refuses_edns)
    lines += fmt::format("\n;; WARNING: EDNS query returned status {} - retry with '+noedns'\n",
                         text(message.rcode()));
  return lines + "\n";
}

// What the client's part says about who sent the reply.
const char* cookie_note(const EdnsOption& option, OctetView sent) {
  if (option.code != EdnsOptionCode::cookie || sent.size() < Cookie::client_octets) return "";
  const OctetView received = option.value;
  if (equal_octets(received, sent)) return " (echoed)";
  const bool is_ours =
      received.size() > Cookie::client_octets &&
      equal_octets(received.first(Cookie::client_octets), sent.first(Cookie::client_octets));
  return is_ours ? " (good)" : " (bad)";
}

std::string edns_text(const Edns& edns, OctetView cookie) {
  std::string lines =
      fmt::format(";; OPT PSEUDOSECTION:\n; EDNS: version: {}, flags:", edns.version);
  if (edns.dnssec_ok) lines += " do";
  const unsigned rest = edns.flags_rest | (edns.compact_ok ? 0x4000U : 0U);
  if (rest != 0) lines += fmt::format("; MBZ: 0x{:04x}", rest);
  lines += fmt::format("; udp: {}\n", edns.udp_size);
  for (const EdnsOption& option : edns.options)
    lines +=
        "; " + text(EdnsOptionView{option.code, option.value}) + cookie_note(option, cookie) + "\n";
  return lines;
}

}  // namespace

std::string record_text(const Record& record, const Display& display) {
  const Columns columns = Columns::of(display);
  Line line;
  line.add(record.owner.text());
  if (display.ttl) {
    line.go_to(columns.ttl);
    line.add(display.ttl_units ? period_text(record.ttl.seconds)
                               : std::to_string(record.ttl.seconds));
  }
  if (display.rrclass) {
    line.go_to(columns.rrclass);
    line.add(class_text(record.rrclass, display));
  }
  line.go_to(columns.type);
  line.add(type_text(record.type, display));
  line.go_to(columns.rdata);
  const bool is_empty = record.rdata.empty() && record.rrclass != RRClass::IN;
  std::string text = line.take();
  if (!is_empty)
    append_rdata_text(text, record.type, record.rrclass, record.rdata, style_of(display));
  return text + "\n";
}

std::string message_text(const Message& message, const Display& display, const Sent& sent) {
  std::string text;
  if (display.comments) text += header_text(message, sent);
  if (display.comments && message.edns) text += edns_text(*message.edns, sent.cookie);
  if (display.question && !message.questions.empty()) {
    text += sections_heading("QUESTION", display);
    for (const Question& question : message.questions) text += question_text(question, display);
    if (display.comments) text += "\n";
  }
  if (display.answer) text += section_text(message.answer, "ANSWER", display);
  if (display.authority) text += section_text(message.authority, "AUTHORITY", display);
  if (display.additional) text += section_text(message.additional, "ADDITIONAL", display);
  return text;
}

namespace {

std::string brief(const Message& message, const Display& display, const std::string& from,
                  bool with_type) {
  Display one_line = display;
  one_line.multiline = false;
  RdataStyle style = style_of(one_line);
  style.comments = display.record_comments.value_or(false);
  std::string lines;
  for (const Record& record : message.answer) {
    if (with_type) lines += text(record.type) + " ";
    append_rdata_text(lines, record.type, record.rrclass, record.rdata, style);
    lines += from + "\n";
  }
  return lines;
}

}  // namespace

std::string brief_text(const Message& message, const Display& display, const std::string& from) {
  return brief(message, display, from, false);
}

std::string brief_trace_text(const Message& message, const Display& display,
                             const std::string& from) {
  return brief(message, display, from, true);
}

std::string TransferText::take(const Message& message) {
  if (display_.brief) return brief_text(message, display_, "");
  std::string lines;
  for (const Record& record : message.answer) {
    const bool is_repeated = display_.one_soa && record.type == RRType::SOA && has_soa_;
    if (record.type == RRType::SOA) has_soa_ = true;
    if (display_.answer && !is_repeated) lines += record_text(record, display_);
  }
  return lines;
}

std::string octets_text(OctetView octets) {
  constexpr std::size_t per_line = 16;
  constexpr std::size_t hex_columns = per_line * 3 + 9;
  std::string text = fmt::format("{} bytes\n", octets.size());
  for (std::size_t at = 0; at < octets.size(); at += per_line) {
    std::string hex;
    std::string characters;
    for (const std::uint8_t octet : octets.subspan(at, std::min(per_line, octets.size() - at))) {
      hex += fmt::format("{:02x} ", octet);
      const bool is_printable = octet >= 0x20 && octet < 0x7f;
      characters += is_printable ? static_cast<char>(octet) : '.';
    }
    hex.resize(hex_columns, ' ');
    text += hex + characters + "\n";
  }
  return text;
}

}  // namespace vouch::dig
