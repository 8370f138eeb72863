// The message as JSON: the member names of RFC 8427, and each record's RDATA as text and as JSON.
#include <nlohmann/json.hpp>

#include "dig/engine/message_text.hpp"
#include "vouch/rr/rdata_json.hpp"

namespace vouch::dig {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Record& record) {
  Json json;
  json["NAME"] = record.owner.text();
  json["TYPE"] = static_cast<unsigned>(record.type);
  json["TYPEname"] = text(record.type);
  json["CLASS"] = static_cast<unsigned>(record.rrclass);
  json["CLASSname"] = text(record.rrclass);
  json["TTL"] = record.ttl.seconds;
  json["rdata" + text(record.type)] = rdata_text(record.type, record.rrclass, record.rdata);
  return json;
}

Json json_of(const std::vector<Record>& records) {
  Json list = Json::array();
  for (const Record& record : records) list.push_back(json_of(record));
  return list;
}

}  // namespace

std::string message_json(const Message& message) {
  const Header& header = message.header;
  Json json;
  json["ID"] = header.id;
  json["QR"] = header.qr;
  json["Opcode"] = static_cast<unsigned>(header.opcode);
  json["AA"] = header.aa;
  json["TC"] = header.tc;
  json["RD"] = header.rd;
  json["RA"] = header.ra;
  json["AD"] = header.ad;
  json["CD"] = header.cd;
  json["RCODE"] = static_cast<unsigned>(message.rcode());
  json["RCODEname"] = text(message.rcode());
  if (!message.questions.empty()) {
    json["QNAME"] = message.questions.front().name.text();
    json["QTYPE"] = static_cast<unsigned>(message.questions.front().type);
    json["QTYPEname"] = text(message.questions.front().type);
    json["QCLASS"] = static_cast<unsigned>(message.questions.front().rrclass);
  }
  json["answerRRs"] = json_of(message.answer);
  json["authorityRRs"] = json_of(message.authority);
  json["additionalRRs"] = json_of(message.additional);
  if (message.edns) {
    Json errors = Json::array();
    for (const ExtendedError& error : message.edns->extended_errors())
      errors.push_back({{"code", static_cast<unsigned>(error.code)},
                        {"purpose", text(error.code)},
                        {"text", error.text}});
    json["EDNS"] = {{"version", message.edns->version},
                    {"udpsize", message.edns->udp_size},
                    {"DO", message.edns->dnssec_ok},
                    {"extendedErrors", errors}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vouch::dig
