// Verify one XAdES document by xadesjs: node xadesjs_verify.js FILE prints true or false.
const { readFileSync } = require("fs");
const { webcrypto } = require("crypto");
const xmldom = require("@xmldom/xmldom");
const XAdES = require("xadesjs");

XAdES.setNodeDependencies && XAdES.setNodeDependencies({
    DOMParser: xmldom.DOMParser,
    XMLSerializer: xmldom.XMLSerializer,
    xpath: require("xpath"),
});
XAdES.Application.setEngine("node", webcrypto);
const document = XAdES.Parse(readFileSync(process.argv[2], "utf-8"));
const signed = new XAdES.SignedXml(document);
const [node] = document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature");
signed.LoadXml(node);
signed.Verify().then(
    (is) => console.log(String(is)),
    (error) => console.log("false " + error.message),
);
