"""Hold answers and requests against the Ministry's OpenAPI, member by member.

OpenAPI 3.0 has `nullable`, which JSON Schema has not; and what it does not list, we do
not send: members that stand in no schema are an error here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import requests
from jsonschema import Draft202012Validator

BAD: Final = 400


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer.

    Attributes:
        path: Below the base of the API.
        query: Of the address: each name with its values.
        headers: Of the request; names in lower case.
        body: Of the request.
        kind: Media type of the answer.
        answer: Its bytes.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    status: int
    kind: str
    answer: bytes

    @classmethod
    def of(cls, answer: requests.Response, base: str) -> "Exchange":
        """Read what `requests` did."""
        asked = answer.request
        parts = urlsplit((asked.url or "").removeprefix(base))
        body = asked.body
        return cls(
            method=asked.method or "",
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            headers={name.lower(): str(text) for name, text in asked.headers.items()},
            body=body.encode() if isinstance(body, str) else body or b"",
            status=answer.status_code,
            kind=answer.headers.get("content-type", "").partition(";")[0],
            answer=answer.content,
        )

    @property
    def is_json(self) -> bool:
        """Whether the request has a body in JSON."""
        return bool(self.body) and "json" in self.headers.get("content-type", "")

    @property
    def succeeded(self) -> bool:
        """Whether it was accepted."""
        return self.status < BAD


class OpenApi:
    """The operations of one description."""

    def __init__(self, path: Path) -> None:
        """Read a description in JSON."""
        told = json.loads(path.read_text("utf-8"))
        self.paths: dict[str, Any] = told["paths"]
        self._components = {"schemas": _strict(told["components"]["schemas"])}

    def operations(self, *begins: str) -> set[tuple[str, str]]:
        """Name the operations below some paths, as method and path."""
        return {
            (method.upper(), path)
            for path, methods in self.paths.items()
            for method in methods
            if path.startswith(begins)
        }

    def taken(self, method: str, path: str) -> set[str]:
        """Name what an operation can be asked with, in its body and its address."""
        operation = self.paths[path][method.lower()]
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        one = schema.get("$ref") or next(
            (each["$ref"] for each in schema.get("allOf", [])), ""
        )
        body = self._components["schemas"].get(one.rpartition("/")[2], {})
        address = {
            each["name"]
            for each in operation.get("parameters", [])
            if each["in"] == "query"
        }
        return address | set(body.get("properties", {}))

    def operation_of(self, seen: Exchange) -> tuple[str, str]:
        """Name the operation that a call is of."""
        method = seen.method.lower()
        # What has no parameter comes before what has one.
        for each in sorted(self.paths, key=lambda path: path.count("{")):
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(each))
            if re.fullmatch(pattern, seen.path) and method in self.paths[each]:
                return seen.method, each
        raise AssertionError(f"no operation is documented for {method} {seen.path}")

    def faults(self, seen: Exchange) -> list[str]:
        """Tell what of an answer, and of its request, is not as documented."""
        method, path = self.operation_of(seen)
        operation = self.paths[path][method.lower()]
        documented = operation["responses"].get(str(seen.status))
        if documented is None:
            return [f"{method} {path}: {seen.status} is not documented"]
        found = []
        content = documented.get("content", {})
        if content and seen.kind not in content:
            found.append(f"{method} {path}: {seen.status} as {seen.kind}")
        elif content:
            found += self._off(content[seen.kind]["schema"], json.loads(seen.answer))
        elif seen.answer:
            found.append(f"{method} {path}: a body, and none is documented")
        if seen.succeeded:
            found += self._asked(operation, seen)
        return found

    def _asked(self, operation: dict[str, Any], seen: Exchange) -> list[str]:
        """Tell what of a request that was accepted is not as documented."""
        parameters = operation.get("parameters", [])
        known = {each["name"]: each for each in parameters if each["in"] == "query"}
        found = [f"{name}: no such query" for name in seen.query.keys() - known.keys()]
        for name, values in seen.query.items():
            if name in known:
                found += self._off_any(known[name]["schema"], values)
        documented = operation.get("requestBody", {}).get("content", {})
        kind = seen.headers.get("content-type", "").partition(";")[0]
        if not seen.body:
            return found
        if kind not in documented:
            return [*found, f"a request as {kind or 'nothing'}"]
        if seen.is_json:
            found += self._off(documented[kind]["schema"], json.loads(seen.body))
        return found

    def _off_any(self, schema: dict[str, Any], values: list[str]) -> list[str]:
        """Hold the text of a query's values against each form that they may have."""
        numbers = [int(each) for each in values if each.isdecimal()]
        forms: tuple[object, ...] = (values, *values, *numbers)
        told = [self._off(schema, each) for each in forms]
        return [] if [] in told else told[0]

    def _off(self, schema: dict[str, Any], value: object) -> list[str]:
        whole = {**_strict(schema), "components": self._components}
        checker = Draft202012Validator.FORMAT_CHECKER
        validator = Draft202012Validator(whole, format_checker=checker)
        return [
            f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)
        ]


def _strict(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Write a schema of OpenAPI 3.0 as JSON Schema, closed for members not listed."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _strict(each) for name, each in schema.items() if name != "nullable"}
    if isinstance(told.get("properties"), dict) and "type" in told:
        told.setdefault("additionalProperties", False)
    if schema.get("nullable") is True:
        return {"anyOf": [told, {"type": "null"}]}
    return told
