"""The desktop: everything a person sees and touches. The only place that knows Qt."""
