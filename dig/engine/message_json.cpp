#include "dig/engine/message_json.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "vouch/base/encoding.hpp"
#include "vouch/base/timestamp.hpp"
#include "vouch/message/edns_option.hpp"
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
  json["RDLENGTH"] = record.rdata.size();
  json["RDATAHEX"] = base16_text(record.rdata);
  json["rdata" + text(record.type)] = rdata_text(record.type, record.rrclass, record.rdata);
  return json;
}

Json json_of(const std::vector<Record>& records) {
  Json list = Json::array();
  for (const Record& record : records) list.push_back(json_of(record));
  return list;
}

Json json_of(const Edns& edns) {
  Json errors = Json::array();
  for (const ExtendedError& error : edns.extended_errors())
    errors.push_back({{"code", static_cast<unsigned>(error.code)},
                      {"purpose", text(error.code)},
                      {"text", error.text}});
  Json options = Json::array();
  for (const EdnsOption& option : edns.options)
    options.push_back({{"code", static_cast<unsigned>(option.code)},
                       {"hex", base16_text(option.value)},
                       {"text", text(EdnsOptionView{option.code, option.value})}});
  return {{"version", edns.version},
          {"udpsize", edns.udp_size},
          {"DO", edns.dnssec_ok},
          {"extendedErrors", errors},
          {"options", options}};
}

Json lines_of(const std::string& notes) {
  Json lines = Json::array();
  std::istringstream stream(notes);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t begin = line.find_first_not_of("; ");
    if (begin != std::string::npos) lines.push_back(line.substr(begin));
  }
  return lines;
}

void add_header(Json& json, const Message& message) {
  const Header& header = message.header;
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
  json["QDCOUNT"] = message.questions.size();
  json["ANCOUNT"] = message.answer.size();
  json["NSCOUNT"] = message.authority.size();
  json["ARCOUNT"] = message.additional.size() + (message.edns ? 1 : 0);
}

void add_question(Json& json, const std::string& name, RRType type, RRClass rrclass) {
  json["QNAME"] = name;
  json["QTYPE"] = static_cast<unsigned>(type);
  json["QTYPEname"] = text(type);
  json["QCLASS"] = static_cast<unsigned>(rrclass);
  json["QCLASSname"] = text(rrclass);
}

}  // namespace

Json message_json(const Message& message, const Receipt& receipt) {
  Json json;
  add_header(json, message);
  if (!message.questions.empty()) {
    const Question& question = message.questions.front();
    add_question(json, question.name.text(), question.type, question.rrclass);
  }
  json["answerRRs"] = json_of(message.answer);
  json["authorityRRs"] = json_of(message.authority);
  json["additionalRRs"] = json_of(message.additional);
  if (message.edns) json["EDNS"] = json_of(*message.edns);
  json["msgLength"] = receipt.octets;
  json["dateSeconds"] = receipt.seconds;
  json["dateString"] = Timestamp{receipt.seconds}.iso();
  json["server"] = {{"address", receipt.address},
                    {"port", receipt.port},
                    {"name", receipt.server},
                    {"transport", receipt.transport}};
  json["queryTimeMicroseconds"] = receipt.microseconds;
  if (!receipt.notes.empty()) json["notes"] = lines_of(receipt.notes);
  return json;
}

Json failure_json(const Request& request, const std::string& notes) {
  Json json;
  add_question(json, request.name, request.type, request.rrclass);
  json["error"] = "no servers could be reached";
  json["notes"] = lines_of(notes);
  return json;
}

std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace vouch::dig
