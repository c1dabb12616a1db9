"""Amazon Route 53 Domains, written from its vendor's service model of 2014-05-15, over the registry core."""

from sandbox.vendors.route53.dialect import Route53

__all__ = ["Route53"]
