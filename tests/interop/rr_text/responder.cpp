#include "tests/interop/rr_text/responder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/interop/rr_text/random_records.hpp"
#include "vouch/base/wire_writer.hpp"

namespace vouch::interop {
namespace {

// The header, question and answer to a query; nothing where it is no query for one of the records.
Octets answer_to(OctetView query, const std::vector<Record>& records) {
  WireReader reader(query, 12);
  const auto name = NameView::read(reader);
  if (!name.ok() || name->label_count() < 2) return {};
  const std::size_t place = place_of(*name);
  if (place >= records.size() || reader.left() < 4) return {};
  Octets message(query.begin(), query.begin() + 2);
  WireWriter writer(message);
  for (const std::uint16_t part : {0x8400, 1, 1, 0, 0}) writer.u16(part);
  writer.octets(query.subspan(12, reader.offset() + 4 - 12));
  const Record& record = records[place];
  writer.u16(0xc00c);
  writer.u16(static_cast<std::uint16_t>(record.type));
  writer.u16(static_cast<std::uint16_t>(record.rrclass));
  writer.u32(record.ttl.seconds);
  writer.u16(static_cast<std::uint16_t>(record.rdata.size()));
  writer.octets(record.rdata);
  return message;
}

}  // namespace

Responder::Responder(const std::vector<Record>& records) : records_(records) {
  socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (socket_ < 0 || ::bind(socket_, generic, size) != 0 ||
      ::getsockname(socket_, generic, &size) != 0)
    return;
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Responder::~Responder() {
  // An empty datagram to itself ends the thread.
  if (thread_.joinable()) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    ::sendto(socket_, "", 0, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    thread_.join();
  }
  if (socket_ >= 0) ::close(socket_);
}

void Responder::serve() const {
  std::vector<std::uint8_t> query(65535);
  while (true) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    auto* const generic = reinterpret_cast<sockaddr*>(&peer);
    const ssize_t count = ::recvfrom(socket_, query.data(), query.size(), 0, generic, &size);
    if (count <= 0) return;
    const Octets answer =
        answer_to(OctetView(query).first(static_cast<std::size_t>(count)), records_);
    if (!answer.empty()) (void)::sendto(socket_, answer.data(), answer.size(), 0, generic, size);
  }
}

}  // namespace vouch::interop
