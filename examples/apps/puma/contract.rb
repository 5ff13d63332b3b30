# frozen_string_literal: true

# The shutdown contract.
module Contract
  # seconds reads one variable; a wrong value refuses the start.
  def self.seconds(name, fallback)
    text = ENV.fetch(name) do
      warn "#{name} is not set: #{fallback} s"
      return fallback
    end
    abort "#{name}=#{text} must be whole seconds from 0" unless text.match?(/\A\d+\z/)
    text.to_i
  end
end
