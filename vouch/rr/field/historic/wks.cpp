// WKS: a protocol and a bitmap of its ports (RFC 1035 section 3.4.2).
#include <algorithm>

#include "vouch/base/ascii.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::size_t max_map_octets = 8192;

struct Mnemonic {
  std::uint16_t number;
  std::string_view text;
};

// RFC 1010 "Assigned Internet Protocol Numbers" and "Port Assignments", those in use.
constexpr Mnemonic protocols[] = {{1, "ICMP"}, {6, "TCP"}, {17, "UDP"}};
constexpr Mnemonic services[] = {
    {5, "RJE"},          {7, "ECHO"},          {9, "DISCARD"},       {11, "USERS"},
    {13, "DAYTIME"},     {17, "QUOTE"},        {19, "CHARGEN"},      {20, "FTP-DATA"},
    {21, "FTP"},         {22, "SSH"},          {23, "TELNET"},       {25, "SMTP"},
    {37, "TIME"},        {39, "RLP"},          {42, "NAMESERVER"},   {43, "NICNAME"},
    {53, "DOMAIN"},      {67, "BOOTPS"},       {68, "BOOTPC"},       {69, "TFTP"},
    {79, "FINGER"},      {80, "HTTP"},         {95, "SUPDUP"},       {101, "HOSTNAME"},
    {102, "ISO-TSAP"},   {103, "X400"},        {104, "X400-SND"},    {107, "RTELNET"},
    {109, "POP-2"},      {110, "POP3"},        {111, "SUNRPC"},      {113, "AUTH"},
    {115, "SFTP"},       {117, "UUCP-PATH"},   {119, "NNTP"},        {123, "NTP"},
    {137, "NETBIOS-NS"}, {138, "NETBIOS-DGM"}, {139, "NETBIOS-SSN"}, {143, "IMAP"}};

Result<std::uint64_t> take_mnemonic(FieldParser& parser, std::span<const Mnemonic> table,
                                    std::string_view what, std::uint64_t max) {
  VOUCH_TRY(const Token token, parser.take(what));
  for (const Mnemonic& row : table) {
    if (!token.quoted && equal_ignoring_case(row.text, token.text))
      return std::uint64_t{row.number};
  }
  --parser.at;
  return parser.take_number(what, max);
}

Result<void> read(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  if (reader.left() - 1 > max_map_octets) return reader.error("a bitmap of more than 65536 ports");
  reader.copy_rest();
  return {};
}

Result<void> parse(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t protocol, take_mnemonic(parser, protocols, "the protocol", 0xff));
  parser.out.push_back(static_cast<std::uint8_t>(protocol));
  const std::size_t map = parser.out.size();
  while (parser.left() > 0) {
    VOUCH_TRY(const std::uint64_t port, take_mnemonic(parser, services, "a port", 0xffff));
    parser.out.resize(std::max(parser.out.size(), map + port / 8 + 1));
    parser.out[map + port / 8] |= static_cast<std::uint8_t>(0x80 >> port % 8);
  }
  return {};
}

// Zero octets at the end of the bitmap say nothing, but text can't keep them.
void print(FieldPrinter& printer) {
  append_number(printer.text, printer.cursor.u8());
  const OctetView map = printer.cursor.take_rest();
  printer.needs_generic |= !map.empty() && map.back() == 0;
  for (std::size_t port = 0; port < map.size() * 8; ++port) {
    if ((map[port / 8] & 0x80 >> port % 8) == 0) continue;
    printer.text += ' ';
    append_number(printer.text, port);
  }
}

void random(FieldRandom& random) { random.octets(1 + random.below(20)); }

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field wks_ports = {.kind = "wks_ports",
                             .read = read,
                             .parse = parse,
                             .print = print,
                             .random = random,
                             .skip = skip,
                             .form = FieldForm::list};

}  // namespace vouch::rr
