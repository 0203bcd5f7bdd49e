"""KSeF: who may do what under the regulation on a day, and what the system does."""
